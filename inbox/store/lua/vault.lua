-- Keeps a sealed text, or forgets it when the new one is empty; with an old one given, only while that still stands.
-- ARGV: now, field, old or '', new or ''. Answers 1 when something changed.
local vault = p .. 'vault'
if ARGV[3] ~= '' and call('HGET', vault, ARGV[2]) ~= ARGV[3] then return 0 end
if ARGV[4] == '' then return call('HDEL', vault, ARGV[2]) end
call('HSET', vault, ARGV[2], ARGV[4])
return 1
