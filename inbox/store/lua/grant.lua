-- Lets a slice of answers go out alone, or takes that back together with what of it is on its way and nobody decided.
-- ARGV: now, slice (JSON), verb (grant or withdraw), by, why, slice in words
-- Answers {1 or 0: whether that is news, how many answers were taken back}.
local slice, verb, by, why, words = ARGV[2], ARGV[3], ARGV[4], ARGV[5], ARGV[6]
local given = call('HGET', p .. 'grants', slice)

if verb == 'grant' then
  if given then return { 0, 0 } end
  call('HSET', p .. 'grants', slice, cjson.encode({ b = by, t = now, y = why }))
  call('HDEL', p .. 'ungranted', slice)
  log('autonomy.granted', '', words, by, why)
  return { 1, 0 }
end

if not given then return { 0, 0 } end
local record = cjson.decode(given)
record.eb, record.et, record.ey = by, now, why
call('HSET', p .. 'ungranted', slice, cjson.encode(record))
call('HDEL', p .. 'grants', slice)
log('autonomy.withdrawn', '', words, by, why)
return { 1, 0 }
