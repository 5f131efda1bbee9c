-- Claims the next conversation whose turn to be drafted has come, with all a responder may look at: not what is held, not
-- what a case took out of sight, not what rules have not looked at: whoever said that has their turn a little later.
-- ARGV: now, lease, token, how many messages, '1' when rules look at what they say
-- Answers {'', next due} when nothing is due, else {conversation, its fields, mode, {id, message}..., {person, contact}...
-- of those whose words wait, {person, draft that somebody wished another of}..., {slices that may go out alone}}.
local JUDGED_WITHIN, LANES, MOST_UNJUDGED = 60000, 50, 500 -- judging wakes what waits for it; this is for when it ended
local FROZEN = 60000
local unjudged, hasty = {}, {}

-- What rules have not looked at yet, and who said that: their turn comes when it is judged, that of the others now.
local function look_for_unjudged(conv)
  unjudged, hasty = {}, {}
  if ARGV[5] ~= '1' then return true end
  local ids = call('ZRANGE', p .. 'jdg:' .. conv, 0, MOST_UNJUDGED)
  if #ids == 0 then return true end
  if #ids > MOST_UNJUDGED then return false end
  for i, blob in ipairs(call('HMGET', p .. 'm:' .. conv, unpack(ids))) do
    unjudged[ids[i]] = true
    if blob then hasty[cjson.decode(blob).a or ''] = true end
  end
  for _, person in ipairs(call('SUNION', p .. 'ask:' .. conv, p .. 'asked:' .. conv)) do
    if not hasty[person] then return true end
  end
  return false
end

-- When to look again at a conversation in which rules have not looked at everything, or for which somebody has stopped the
-- responders; nil when it may be drafted for.
local function not_yet(conv)
  if not look_for_unjudged(conv) then
    call('HSET', p .. 'c:' .. conv, 'pj', 1)
    return now + JUDGED_WITHIN
  end
  for _, ends in ipairs(call('HMGET', p .. 'frozen', conv, string.match(conv, '^(.-)/') or '')) do
    local till = tonumber(ends or nil)
    if till and (till == 0 or till > now) then return till == 0 and now + FROZEN or math.min(till, now + FROZEN) end
  end
  return nil
end

-- The newest that a responder may look at, oldest first, as id and message; what a raid left out of sight is passed over.
local function newest_seen(conv, most)
  local found, messages = {}, {}
  for from = 0, FURTHEST - 1, most do
    local ids = call('ZREVRANGE', p .. 't:' .. conv, from, from + most - 1)
    for i, blob in ipairs(#ids > 0 and call('HMGET', p .. 'm:' .. conv, unpack(ids)) or {}) do
      if #found < most and blob and is_seen(blob) and not unjudged[ids[i]] then found[#found + 1] = { ids[i], blob } end
    end
    if #ids < most or #found == most then break end
  end
  for i = #found, 1, -1 do
    messages[#messages + 1] = found[i][1]
    messages[#messages + 1] = found[i][2]
  end
  return messages
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
local messages = newest_seen(conv, tonumber(ARGV[4]))
-- Who speaks from now on is not among those who are being thought about, but stands on the other list (again).
local askers, asked = {}, p .. 'asked:' .. conv
if call('SUNIONSTORE', asked, asked, p .. 'ask:' .. conv) > 0 then call('DEL', p .. 'ask:' .. conv) end
for person in pairs(hasty) do -- they are asked once that is judged
  if call('SMOVE', asked, p .. 'ask:' .. conv, person) == 1 then
    call('HSET', p .. 'c:' .. conv, 'pj', 1)
    wake('draft', conv, now + JUDGED_WITHIN)
  end
end
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
