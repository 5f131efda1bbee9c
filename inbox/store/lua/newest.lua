-- One page of a shelf of ids, newest first. ARGV: now, shelf, id after which to go on ('' from the start), its score, limit
-- Answers {id, score}...
local shelf, after = p .. 'q:' .. ARGV[2], ARGV[3]
local first = after == '' and 0 or before_place(shelf, false, after, ARGV[4])
return call('ZREVRANGE', shelf, first, first + tonumber(ARGV[5]) - 1, 'WITHSCORES')
