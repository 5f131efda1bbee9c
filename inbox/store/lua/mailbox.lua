-- Adds one line to a mailbox, once: the same key again answers with the line that is already there.
-- ARGV: now, account, thread, key, body
local box = p .. 'mail:' .. ARGV[2] .. '/' .. ARGV[3]
local keys = p .. 'mailkeys:' .. ARGV[2] .. '/' .. ARGV[3]
local known = call('HGET', keys, ARGV[4])
if known then return known end
local id = call('XADD', box, '*', 'k', ARGV[4], 'b', ARGV[5])
call('HSET', keys, ARGV[4], id)
log('mail', ARGV[2] .. '/' .. ARGV[3], id, '', '')
return id
