-- Changes the mode. ARGV: now, level, by, why, until (0: until somebody changes it)
-- Answers the level before.
local was = mode_now()
call('HSET', p .. 'mode', 'level', ARGV[2], 'since', now, 'by', ARGV[3], 'why', ARGV[4], 'until', ARGV[5])
log('mode.' .. ARGV[2], '', '', ARGV[3], ARGV[4])
return was
