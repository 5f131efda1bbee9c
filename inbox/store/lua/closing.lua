-- Looks after the shelf of windows that close. ARGV: now
-- Answers when the next one ends ('' when none is open).
end_windows(200)
return call('ZRANGE', p .. 'q:closing', 0, 0, 'WITHSCORES')[2] or ''
