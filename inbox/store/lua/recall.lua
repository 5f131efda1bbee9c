-- Takes a queued delivery back before it leaves; its draft waits again, unless they wrote meanwhile.
-- ARGV: now, delivery, by
local id, by = ARGV[2], ARGV[3]
local o = call('HMGET', p .. 'o:' .. id, 'st', 'c', 'a', 'd')
if not o[1] then return { 'missing' } end
if o[1] ~= 'queued' then return { 'decided', o[1] } end
local conv, account, draft = o[2], o[3], o[4]
call('HSET', p .. 'o:' .. id, 'st', 'recalled')
call('LREM', p .. 'ob:' .. conv, 1, id)
local d = call('HMGET', p .. 'd:' .. draft, 'ab', 'sp')
local last = call('HGET', p .. 'c:' .. conv, 'last') or ''
record('delivery.recalled', conv, id, by, '')
if d[2] ~= '1' or d[1] == last then
  if d[2] == '1' then outdate(conv, account, 'another one came back') end
  settle_draft(draft, 'pending', '', '')
  await_decision(conv, account, draft)
else
  settle_draft(draft, 'outdated', by, 'taken back')
end
return { 'ok', draft }
