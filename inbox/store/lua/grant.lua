-- Asks whether a slice of answers may go out alone, lets it or does not, or takes that back together with what of it is
-- on its way and nobody decided.
-- ARGV: now, slice (JSON), verb (ask, decline, grant or withdraw), by, why, slice in words
-- Answers {1 or 0: whether that is news, how many answers were taken back}.
local slice, verb, by, why, words = ARGV[2], ARGV[3], ARGV[4], ARGV[5], ARGV[6]
local given = call('HGET', p .. 'grants', slice)

if verb == 'ask' then
  if given or call('HSETNX', p .. 'askgrants', slice, cjson.encode({ t = now, y = why })) == 0 then return { 0, 0 } end
  log('autonomy.proposed', '', words, '', why)
  return { 1, 0 }
end

if verb == 'decline' then
  if call('HDEL', p .. 'askgrants', slice) == 0 then return { 0, 0 } end
  call('HSET', p .. 'nogrants', slice, cjson.encode({ b = by, t = now, y = why }))
  log('autonomy.declined', '', words, by, why)
  return { 1, 0 }
end

if verb == 'grant' then
  if given then return { 0, 0 } end
  call('HDEL', p .. 'askgrants', slice)
  call('HDEL', p .. 'nogrants', slice)
  call('HSET', p .. 'grants', slice, cjson.encode({ b = by, t = now, y = why }))
  call('HDEL', p .. 'ungranted', slice)
  log('autonomy.granted', '', words, by, why)
  return { 1, 0 }
end

if not given then return { 0, 0 } end
local ended = cjson.decode(given)
ended.eb, ended.et, ended.ey = by, now, why
call('HSET', p .. 'ungranted', slice, cjson.encode(ended))
call('HDEL', p .. 'grants', slice)
log('autonomy.withdrawn', '', words, by, why)
local taken_back = 0
for _, conv in ipairs(call('ZRANGE', p .. 'due:send', 0, -1)) do
  taken_back = taken_back + leave_to_people(conv, why, 'it may not go out alone any more: ' .. why, slice)
end
return { 1, taken_back }
