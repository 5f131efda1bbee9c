-- One conversation as a person reads it: fields, a page of messages with their authors, what was done, and what waits.
-- ARGV: now, conversation, before (ms, '' for the end), limit
-- Answers {fields, {id, message}..., {person, contact}..., {timeline entries}, {draft id, fields}..., {delivery id, fields}...,
-- the last line of the log that it knows of, how much we said since they last wrote, what is held}
local conv, before, limit = ARGV[2], ARGV[3], tonumber(ARGV[4])
local fields = call('HGETALL', p .. 'c:' .. conv)
if #fields == 0 then return {} end
local account = call('HGET', p .. 'c:' .. conv, 'a')
local ids = call('ZREVRANGEBYSCORE', p .. 't:' .. conv, before == '' and '+inf' or '(' .. before, '-inf', 'LIMIT', 0, limit)
if #ids == limit then -- messages of one moment are not torn apart: the next page begins before that moment
  local moment = call('ZSCORE', p .. 't:' .. conv, ids[limit])
  local whole = call('ZREVRANGEBYSCORE', p .. 't:' .. conv, moment, moment)
  local from = limit
  while from > 1 and call('ZSCORE', p .. 't:' .. conv, ids[from - 1]) == moment do from = from - 1 end
  for i, id in ipairs(whole) do ids[from + i - 1] = id end
end
local messages, people, asked = {}, {}, {}
local function person(remote)
  if remote and not asked[remote] then
    asked[remote] = true
    people[#people + 1] = remote
    people[#people + 1] = call('HGET', p .. 'contacts', account .. '/' .. remote) or ''
  end
end
person(call('HGET', p .. 'c:' .. conv, 'who') or nil)
for i = #ids, 1, -1 do
  local blob = call('HGET', p .. 'm:' .. conv, ids[i])
  messages[#messages + 1] = ids[i]
  messages[#messages + 1] = blob
  person(cjson.decode(blob).a)
end
local drafts = {}
for _, id in ipairs(call('SMEMBERS', p .. 'pend:' .. conv)) do
  drafts[#drafts + 1] = id
  drafts[#drafts + 1] = call('HGETALL', p .. 'd:' .. id)
end
local deliveries = {}
local on_their_way = call('LRANGE', p .. 'ou:' .. conv, 0, limit - 1) -- in a raid these are thousands
for _, id in ipairs(call('LRANGE', p .. 'ob:' .. conv, 0, -1)) do on_their_way[#on_their_way + 1] = id end
for _, id in ipairs(on_their_way) do
  deliveries[#deliveries + 1] = id
  deliveries[#deliveries + 1] = call('HGETALL', p .. 'o:' .. id)
end
local past = before == '' and call('LLEN', p .. 'e:' .. conv) or done_before(conv, tonumber(before))
local done = past > 0 and call('LRANGE', p .. 'e:' .. conv, math.max(0, past - limit * 4), past - 1) or {}
local last = call('XREVRANGE', p .. 'log', '+', '-', 'COUNT', 1)[1]
return { fields, messages, people, done, drafts, deliveries, last and last[1] or '0-0', said_soon(conv), held_of(conv) }
