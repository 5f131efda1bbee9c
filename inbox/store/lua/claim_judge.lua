-- Claims the next conversation in which rules have not looked at something yet, with `most` of it, the oldest first.
-- ARGV: now, lease, token, most, which number of {brand}:rulesrev is known ('' for none)
-- Answers {'', next due}, {'again'} when there was nothing to look at after all, or {conversation, its fields, mode,
-- {message, record, digest, when it came to us, '1' when somebody cleared it}..., {person, contact, what moderation knows
-- of them, their group}..., {the same of others in a group}..., number of rulesrev, {rule, how it stands}..., {measure, as
-- it stands}...}; the last two are empty when that number is known.
local lease, token, most = tonumber(ARGV[2]), ARGV[3], tonumber(ARGV[4])
local conv, next_due = claim('judge', lease, token)
if not conv then return { '', next_due } end
local key = p .. 'jdg:' .. conv
local account = call('HGET', p .. 'c:' .. conv, 'a')
local messages, people, asked, others = {}, {}, {}, {}

local function ask_for(person)
  if asked[person] then return end
  asked[person] = true
  local id = account .. '/' .. person
  local noted = call('HGETALL', p .. 'mp:' .. id)
  local group = call('HGET', p .. 'mp:' .. id, 'same') or ''
  local same = group ~= '' and call('SMEMBERS', p .. 'same:' .. group) or {}
  for _, name in ipairs({ person, call('HGET', p .. 'contacts', id) or '', noted, same }) do
    people[#people + 1] = name
  end
  for _, other in ipairs(same) do
    if other ~= id then
      others[#others + 1] = other
      others[#others + 1] = call('HGETALL', p .. 'mp:' .. other)
    end
  end
end

while account and #messages == 0 do
  local waiting = call('ZRANGE', key, 0, most - 1, 'WITHSCORES')
  if #waiting == 0 then break end
  for i = 1, #waiting, 2 do
    local id, came = waiting[i], waiting[i + 1]
    local blob = call('HGET', p .. 'm:' .. conv, id)
    local m = blob and cjson.decode(blob)
    if not m or not m.a or m.d then -- erased, or taken back by whoever said it
      call('ZREM', key, id)
    else
      local digest = digest_of(m)
      for _, word in ipairs({ id, blob, digest, came, m.ok == digest and '1' or '' }) do messages[#messages + 1] = word end
      ask_for(m.a)
    end
  end
end
if #messages == 0 then
  if not account then call('DEL', key) end
  release('judge', conv, token)
  return { 'again' }
end
local rev = call('GET', p .. 'rulesrev') or '0'
local known_already = rev == ARGV[5]
return {
  conv, call('HGETALL', p .. 'c:' .. conv), mode_now(), messages, people, others, rev,
  known_already and {} or call('HGETALL', p .. 'rules'), known_already and {} or call('HGETALL', p .. 'measures'),
}
