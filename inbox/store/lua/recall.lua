-- Takes a queued delivery back before it leaves; its draft waits again, unless they wrote meanwhile.
-- ARGV: now, delivery, by
local id, by = ARGV[2], ARGV[3]
local o = call('HMGET', p .. 'o:' .. id, 'st', 'c', 'a', 'd')
if not o[1] then return { 'missing' } end
if o[1] ~= 'queued' then return { 'decided', o[1] } end
local conv, account, draft = o[2], o[3], o[4]
call('HSET', p .. 'o:' .. id, 'st', 'recalled')
take_out(conv, id)
record('delivery.recalled', conv, id, by, '')
bring_back(conv, account, draft, by, 'taken back')
return { 'ok', draft }
