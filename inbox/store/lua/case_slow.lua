-- Slow mode that a case set ends when its time is over, unless a later case or one of our people has it on by now.
-- ARGV: now, number, what ends it (a proposal), by (JSON), name
-- Answers the delivery that ends it; '' where nothing is to be done.
local number, by, author = tonumber(ARGV[2]), ARGV[4], ARGV[5]
local k = call('HMGET', p .. 'k:' .. number, 'c', 'ut', 'dd')
if not k[1] or (k[2] or '') ~= '' then return '' end
local holder = call('GET', p .. 'slowed:' .. k[1])
if holder and tonumber(holder) ~= number then return '' end
call('DEL', p .. 'slowed:' .. k[1])
for place, deed in ipairs(list_of(k[3])) do
  if deed[1] == 'slow' then return undo_deed(number, place, ARGV[3], by, author, now) end
end
return ''
