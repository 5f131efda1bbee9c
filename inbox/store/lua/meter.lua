-- What a responder has used of a day and of a month, counted ahead of the call and put right after it.
-- ARGV: now, responder, day, month, verb (spent, reserve, settle), micros, tokens, then for reserve the limits of
--   day_micros, month_micros, day_tokens, month_tokens ('' for none)
-- Answers {1, or 0 when it would pass a limit; then what stands now, in that order}.
local KEPT = { day = 40 * 86400, month = 400 * 86400 } -- seconds: long enough to look back at it
local keys = { day = p .. 'spent:' .. ARGV[2] .. ':' .. ARGV[3], month = p .. 'spent:' .. ARGV[2] .. ':' .. ARGV[4] }
local verb, wants = ARGV[5], { m = tonumber(ARGV[6]), t = tonumber(ARGV[7]) }
local order = { { 'day', 'm' }, { 'month', 'm' }, { 'day', 't' }, { 'month', 't' } }

local function stands()
  local found = {}
  for i, of in ipairs(order) do found[i] = tonumber(call('HGET', keys[of[1]], of[2]) or '0') end
  return found
end

local before = stands()
if verb == 'spent' then return { 1, unpack(before) } end
if verb == 'reserve' then
  for i, of in ipairs(order) do
    local most = tonumber(ARGV[7 + i])
    if most and (most == 0 or before[i] + wants[of[2]] > most) then return { 0, unpack(before) } end
  end
end
for span, key in pairs(keys) do
  for field, by in pairs(wants) do call('HINCRBY', key, field, by) end
  call('EXPIRE', key, KEPT[span])
end
return { 1, unpack(stands()) }
