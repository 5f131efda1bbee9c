-- One draft with all a person decides on. ARGV: now, draft
-- Answers {} or {draft fields, conversation fields, contact, message it is about, delivery fields, mode, how much we said
-- there since they last wrote}.
local id = ARGV[2]
local fields = call('HGETALL', p .. 'd:' .. id)
if #fields == 0 then return {} end
local d = call('HMGET', p .. 'd:' .. id, 'c', 'a', 'ab', 'o')
local conv = call('HGETALL', p .. 'c:' .. d[1])
local message = d[3] ~= '' and call('HGET', p .. 'm:' .. d[1], d[3]) or ''
local who = call('HGET', p .. 'c:' .. d[1], 'who')
if message and message ~= '' then who = cjson.decode(message).a or who end
local contact = who and call('HGET', p .. 'contacts', d[2] .. '/' .. who) or ''
local delivery = d[4] and call('HGETALL', p .. 'o:' .. d[4]) or {}
return { fields, conv, contact or '', message or '', delivery, mode_now(), said_soon(d[1]) }
