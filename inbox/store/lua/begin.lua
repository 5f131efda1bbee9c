-- Writes down that a delivery is being sent, before the call: the only way from queued to sending.
-- ARGV: now, conversation, delivery, lane token, expected mode
local conv, id, token = ARGV[2], ARGV[3], ARGV[4]
if not holds('send', conv, token) then return 'lost' end
if call('HGET', p .. 'o:' .. id, 'st') ~= 'queued' then
  release('send', conv, token, now)
  return 'changed'
end
-- What nobody decided leaves only while it still may; what let it go may have ended while it was tried before.
local o = call('HMGET', p .. 'o:' .. id, 'sys', 'd', 'cs')
if o[1] == '1' then
  local grant = call('HGET', p .. 'd:' .. o[2], 'gr')
  local lost = grant and call('HEXISTS', p .. 'grants', grant) == 0 and 'it may not go out alone any more'
  local why = taken(conv) or lost
  if why then
    leave_to_people(conv, why, why, not taken(conv) and grant or nil)
    release('send', conv, token, head_due(conv))
    return 'changed'
  end
end
if mode_now() ~= ARGV[5] then
  release('send', conv, token, now)
  return 'mode'
end
call('HSET', p .. 'o:' .. id, 'st', 'sending', 'beg', now)
call('HSETNX', p .. 'o:' .. id, 'fst', now)
call('HINCRBY', p .. 'o:' .. id, 'n', 1)
call('HSET', p .. 'c:' .. conv, 'snd', id)
local keep = o[3] and log or record
keep('delivery.sending', conv, id, '', '')
return 'ok'
