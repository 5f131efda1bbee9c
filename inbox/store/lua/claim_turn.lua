-- Claims the next conversation whose turn to be drafted has come, with all a responder may look at: not what is held, not
-- what a case took out of sight. One in which rules have not looked at everything yet comes a little later.
-- ARGV: now, lease, token, how many messages, '1' when rules look at what they say
-- Answers {'', next due} when nothing is due, else {conversation, its fields, mode, {id, message}..., {person, contact}...
-- of those whose words wait, {person, draft that somebody wished another of}..., {slices that may go out alone}}.
local LOOK_AGAIN, LANES = 300, 50
local FROZEN = 60000

-- When to look again at a conversation in which rules have not looked at everything, or for which somebody has stopped the
-- responders; nil when it may be drafted for.
local function not_yet(conv)
  if ARGV[5] == '1' and call('EXISTS', p .. 'jdg:' .. conv) == 1 then return now + LOOK_AGAIN end
  for _, ends in ipairs(call('HMGET', p .. 'frozen', conv, string.match(conv, '^(.-)/') or '')) do
    local till = tonumber(ends or nil)
    if till and (till == 0 or till > now) then return till == 0 and now + FROZEN or math.min(till, now + FROZEN) end
  end
  return nil
end

local conv, next_due
for _ = 1, LANES do
  conv, next_due = claim('draft', tonumber(ARGV[2]), ARGV[3])
  if not conv then return { '', next_due } end
  local later = not_yet(conv)
  if not later then break end
  release('draft', conv, ARGV[3], later)
  conv = nil
end
if not conv then return { '', now } end
local fields = call('HGETALL', p .. 'c:' .. conv)
local account = call('HGET', p .. 'c:' .. conv, 'a') or ''
local ids = call('ZREVRANGE', p .. 't:' .. conv, 0, tonumber(ARGV[4]) - 1)
local messages = {}
for i = #ids, 1, -1 do
  local blob = call('HGET', p .. 'm:' .. conv, ids[i])
  if is_seen(blob) then
    messages[#messages + 1] = ids[i]
    messages[#messages + 1] = blob
  end
end
-- Who speaks from now on is not among those who are being thought about, but stands on the other list (again).
local askers, asked = {}, p .. 'asked:' .. conv
if call('SUNIONSTORE', asked, asked, p .. 'ask:' .. conv) > 0 then call('DEL', p .. 'ask:' .. conv) end
for _, person in ipairs(call('SMEMBERS', asked)) do
  askers[#askers + 1] = person
  askers[#askers + 1] = call('HGET', p .. 'contacts', account .. '/' .. person) or ''
end
local wished = {}
for i = 1, #fields, 2 do
  if string.sub(fields[i], 1, 3) == 'wi:' then
    wished[#wished + 1] = string.sub(fields[i], 4)
    wished[#wished + 1] = call('HGET', p .. 'd:' .. cjson.decode(fields[i + 1])[3], 'b') or ''
  end
end
return { conv, fields, mode_now(), messages, askers, wished, call('HKEYS', p .. 'grants') }
