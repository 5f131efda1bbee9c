-- Takes a queued delivery back before it leaves; its draft waits again, unless they wrote meanwhile.
-- ARGV: now, delivery, by
local id, by = ARGV[2], ARGV[3]
local o = call('HMGET', p .. 'o:' .. id, 'st', 'c', 'a', 'd', 'pd')
if not o[1] then return { 'missing' } end
if o[1] ~= 'queued' then return { 'decided', o[1] } end
local conv, account, draft = o[2], o[3], o[4]
-- What perhaps was done outside is no secret any more: what a case did so is taken back by undoing the case, and what one of
-- us took back stays so.
local of_cases = call('HMGET', p .. 'd:' .. draft, 'cs', 'bk')
if o[5] and (of_cases[1] or of_cases[2]) then return { 'decided', 'sending' } end
call('HSET', p .. 'o:' .. id, 'st', 'recalled')
take_out(conv, id)
record('delivery.recalled', conv, id, by, '')
bring_back(conv, account, draft, by, 'taken back')
local case = call('HMGET', p .. 'd:' .. draft, 'cs', 'un', 'sp')
if case[1] and not case[2] and case[3] ~= '1' then drop_deed(tonumber(case[1]), draft, by, 'taken back before it left') end
stand_again(draft, id)
return { 'ok', draft }
