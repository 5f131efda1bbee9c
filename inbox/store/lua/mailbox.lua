-- Adds one line to a mailbox, once: the same key again answers with the line that is already there.
-- ARGV: now, account, thread, key, body, for how long (ms) lines are kept that nobody waits for; '' where somebody does:
-- then they stay, and the log tells of them.
local box = p .. 'mail:' .. ARGV[2] .. '/' .. ARGV[3]
local keys = p .. 'mailkeys:' .. ARGV[2] .. '/' .. ARGV[3]
local known = call('HGET', keys, ARGV[4])
if known then return known end
local id = call('XADD', box, '*', 'k', ARGV[4], 'b', ARGV[5])
call('HSET', keys, ARGV[4], id)
if ARGV[6] == '' then
  log('mail', ARGV[2] .. '/' .. ARGV[3], id, '', '')
  return id
end
local time = call('TIME')
local oldest = string.format('%.0f-0', tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000) - ARGV[6])
for _, line in ipairs(call('XRANGE', box, '-', oldest, 'COUNT', 3)) do
  call('XDEL', box, line[1])
  call('HDEL', keys, line[2][2])
end
call('PEXPIRE', box, ARGV[6])
call('PEXPIRE', keys, ARGV[6])
return id
