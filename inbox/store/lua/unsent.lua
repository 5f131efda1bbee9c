-- A delivery did not go out (or nobody knows): what follows, as inbox.delivery decided.
-- ARGV: now, conversation, delivery, lane token ('' when a person decides), state it is in, state it gets
--   (queued, parked, held, discarded; sending: nobody could look yet), due, error, words, by, account state ('' unchanged,
--   paused or stopped), until
local conv, id, token, from, to, due = ARGV[2], ARGV[3], ARGV[4], ARGV[5], ARGV[6], tonumber(ARGV[7])
local o = call('HMGET', p .. 'o:' .. id, 'st', 'a', 'd', 'x')
if not o[1] then return 'missing' end
if o[1] ~= from then
  if token ~= '' then release('send', conv, token, head_due(conv)) end
  return o[1]
end
local case = call('HMGET', p .. 'd:' .. o[3], 'cs', 'un', 'nc', 'sp')
local of_case = case[1] and case[4] ~= '1' -- what is done, not what is said about it
local undone = of_case and not case[2] and (call('HGET', p .. 'k:' .. case[1], 'ut') or '') ~= ''
-- What is tried once more to take something back may be what another case wants by now.
local function not_wanted_back()
  local k = call('HMGET', p .. 'k:' .. case[1], 'a', 'm', 'p', 'dd')
  for _, deed in ipairs(list_of(k[4])) do
    if deed[4] == id then return wanted_still(deed[1], conv, k[1], k[2] or '', k[3] or '') end
  end
  return false
end
if from == 'parked' and to == 'queued' and case[1] and case[2] and not_wanted_back() then to = 'discarded' end
-- That somebody can not be told why, or that what was undone was refused, is nothing for a person to mend.
if to == 'parked' and (case[3] or undone) then to = 'discarded' end
call('HSET', p .. 'o:' .. id, 'st', to, 'due', due, 'err', ARGV[8], 'words', ARGV[9])
if ARGV[8] == 'Uncertain' then call('HSET', p .. 'o:' .. id, 'pd', 1) end -- perhaps done, whatever the next try says
if from == 'sending' and to ~= 'sending' then
  call('HSET', p .. 'c:' .. conv, 'snd', '')
  local d = call('HMGET', p .. 'd:' .. o[3], 'sp', 'to', 'ab')
  if ARGV[8] == 'Uncertain' and d[1] == '1' then call('HSET', p .. 'c:' .. conv, 'may:' .. (d[2] or ''), d[3]) end
end
local line = line_of(conv, id)
if to == 'queued' then
  if from == 'parked' then
    call('HSET', p .. 'o:' .. id, 'n', 0, 'sys', '') -- a person has decided it now
    call('HDEL', p .. 'o:' .. id, 'fst')
    call('RPUSH', line, id)
  end
elseif to ~= 'sending' then
  call('LREM', line, 1, id)
end
if to == 'parked' then
  call('ZADD', p .. 'q:parked', now, id)
else
  call('ZREM', p .. 'q:parked', id)
end
if to == 'held' then bring_back(conv, o[2], o[3], '', ARGV[9]) end
if ARGV[11] ~= '' then
  call('HSET', p .. 'a:' .. o[2], 'state', ARGV[11], 'until', ARGV[12], 'why', ARGV[9])
  log('account.' .. ARGV[11], '', o[2], '', ARGV[9])
end
record('delivery.' .. to, conv, id, ARGV[10], ARGV[9])
if of_case then
  if to == 'parked' then record('case.refused', conv, case[1], '', (case[2] and 'to undo it: ' or '') .. ARGV[9]) end
  if to == 'discarded' and not case[2] then drop_deed(tonumber(case[1]), o[3], ARGV[10], 'the network did not do it') end
end
if to == 'discarded' or to == 'held' then stand_again(o[3], id) end
local back = from == 'parked' and to == 'queued' and call('HGET', p .. 'd:' .. o[3], 'bk')
if back then take_back_by_hand(conv, o[2], cjson.decode(back), o[3], id, ARGV[10]) end -- a person decided it once more
if token ~= '' then
  release('send', conv, token, head_due(conv))
elseif to == 'queued' then
  wake('send', conv, due)
end
return 'ok'
