-- Writes something down on a case that stands as it is otherwise.
-- ARGV: now, verb (reason, overdue), number, by, words
local verb, number, by, words = ARGV[2], ARGV[3], ARGV[4], ARGV[5]
local key = p .. 'k:' .. number
local c = call('HMGET', key, 'c', 'ap')
if not c[1] then return 0 end
if verb == 'reason' then
  call('HSET', key, 'y', words)
  record('case.edited', c[1], number, by, words)
  return 1
end
local appeal = c[2] and cjson.decode(c[2])
if not appeal or appeal.st ~= 'open' or appeal.due > now or appeal.late then return 0 end
appeal.late = 1
call('HSET', key, 'ap', cjson.encode(appeal))
record('appeal.overdue', appeal.c, number, '', '')
return 1
