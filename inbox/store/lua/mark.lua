-- Changes how a conversation stands with our people: who has it, labels, notes, snooze, resolve, silence.
-- ARGV: now, conversation, what, by, detail, shelf to move to ('' stays), score, '1' when pending replies no longer fit,
--   wake at ('' for none), then field, value pairs
local conv, what, by, detail, shelf = ARGV[2], ARGV[3], ARGV[4], ARGV[5], ARGV[6]
local key = p .. 'c:' .. conv
local c = call('HMGET', key, 'a', 'st', 'as', 'lb')
local account = c[1]
if not account then return 0 end

local function relabel(old, new)
  for _, label in ipairs(cjson.decode(old)) do unshelve('label:' .. label, conv, account) end
  for _, label in ipairs(cjson.decode(new)) do shelve('label:' .. label, conv, account, now) end
end

for i = 10, #ARGV, 2 do
  local field, value = ARGV[i], ARGV[i + 1]
  if field == 'as' then
    if c[3] and c[3] ~= '' then unshelve('mine:' .. c[3], conv, account) end
    if value ~= '' then shelve('mine:' .. value, conv, account, now) end
  elseif field == 'lb' then
    relabel(c[4] or '[]', value)
  end
  call('HSET', key, field, value)
end
if shelf ~= '' then
  move_to(shelf, conv, account, c[2], tonumber(ARGV[7]))
  if shelf == 'resolved' then call('HSET', key, 'w', 0, 'rs', now) end
end
if ARGV[8] == '1' then
  outdate(conv, account, what)
  recall_automatic(conv, what)
end
if what == 'conversation.claimed' then
  local why = by .. ' is writing here'
  leave_to_people(conv, why, why)
end
if ARGV[9] ~= '' then tend_at('snooze ' .. conv, ARGV[9]) end
if what == 'responders.back' and tonumber(call('HGET', key, 'w') or '0') > 0 then wake('draft', conv, now) end
record(what, conv, '', by, detail)
return 1
