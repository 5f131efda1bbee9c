-- Claims the next conversation whose turn to be drafted has come, with all a responder may look at.
-- ARGV: now, lease, token, how many messages
-- Answers {''?, next due} when nothing is due, else {conversation, its fields, contact, mode, {id, message}...}
local conv, next_due = claim('draft', tonumber(ARGV[2]), ARGV[3])
if not conv then return { '', next_due } end
local fields = call('HGETALL', p .. 'c:' .. conv)
local about = call('HMGET', p .. 'c:' .. conv, 'a', 'who')
local contact = about[1] and about[2] and call('HGET', p .. 'contacts', about[1] .. '/' .. about[2]) or ''
local ids = call('ZREVRANGE', p .. 't:' .. conv, 0, tonumber(ARGV[4]) - 1)
local messages = {}
for i = #ids, 1, -1 do
  messages[#messages + 1] = ids[i]
  messages[#messages + 1] = call('HGET', p .. 'm:' .. conv, ids[i])
end
return { conv, fields, contact, mode_now(), messages }
