-- What a case did for a time ends when that is over: slow mode, or a mute where the network keeps no time; unless another
-- case wants it still, or one of our people switched it on by now.
-- ARGV: now, the delivery that did it, its kind, what ends it (a proposal), by (JSON), name
-- Answers the delivery that ends it; '' where nothing is to be done.
local done, kind, by, author = ARGV[2], ARGV[3], ARGV[5], ARGV[6]
local number = call('HGET', p .. 'd:' .. (call('HGET', p .. 'o:' .. done, 'd') or ''), 'cs')
local k = number and call('HMGET', p .. 'k:' .. number, 'c', 'ut', 'dd', 'a', 'p')
if not k or not k[1] or (k[2] or '') ~= '' then return '' end

-- Whether one of the mutes of this person is on its way, or its time is not over; on such networks they hold for the account.
local function muted_longer()
  for _, other in ipairs(cases_with('mute', k[1], k[4], '', k[5] or '')) do
    local one = call('HMGET', p .. 'k:' .. other, 'ut', 'dd')
    for _, deed in ipairs((one[1] or '') == '' and list_of(one[2]) or {}) do
      if deed[1] == 'mute' and deed[2] ~= done and is_live(deed) then
        local o = call('HMGET', p .. 'o:' .. deed[2], 'st', 'sent')
        if o[1] ~= 'sent' or tonumber(o[2]) + 1000 * deed[3] > now then return true end
      end
    end
  end
  return false
end

local function slowed_by_another()
  local holder = call('GET', p .. 'slowed:' .. k[1])
  if holder and holder ~= number then return true end
  call('DEL', p .. 'slowed:' .. k[1])
  return false
end

if kind == 'mute' and muted_longer() or kind == 'slow' and slowed_by_another() then return '' end
local sharers = sharing(kind, k[1], k[4], '', k[5] or '', done)
local ends = ''
for place, deed in ipairs(list_of(k[3])) do
  if deed[2] == done and deed[4] == '' then ends = undo_deed(tonumber(number), place, ARGV[4], by, author, now) end
end
for _, other in ipairs(sharers) do
  local deeds = list_of(call('HGET', p .. 'k:' .. other, 'dd'))
  for _, deed in ipairs(deeds) do
    if deed[2] == done and deed[4] == '' then deed[4] = ends end
  end
  call('HSET', p .. 'k:' .. other, 'dd', cjson.encode(deeds))
end
return ends
