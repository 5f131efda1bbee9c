-- Writes down that a delivery is being sent, before the call: the only way from queued to sending.
-- ARGV: now, conversation, delivery, lane token, expected mode
local conv, id, token = ARGV[2], ARGV[3], ARGV[4]
if not holds('send', conv, token) then return 'lost' end
if call('HGET', p .. 'o:' .. id, 'st') ~= 'queued' then
  release('send', conv, token, now)
  return 'changed'
end
if mode_now() ~= ARGV[5] then
  release('send', conv, token, now)
  return 'mode'
end
call('HSET', p .. 'o:' .. id, 'st', 'sending', 'beg', now)
call('HSETNX', p .. 'o:' .. id, 'fst', now)
call('HINCRBY', p .. 'o:' .. id, 'n', 1)
call('HSET', p .. 'c:' .. conv, 'snd', id)
record('delivery.sending', conv, id, '', '')
return 'ok'
