-- Switches a measure on, changes it, or ends it; what the network does for it is decided in the same step.
-- ARGV: now, id, verb (on, off, lapse), by, words for the log, measure (JSON; of `on` only), proposal (JSON; '' when
--   nothing is to be done outside), who decided that (JSON)
-- Answers 'ok', 'missing' when there is no such measure, or of a lapse until when it was made longer meanwhile.
local id, verb, by, words = ARGV[2], ARGV[3], ARGV[4], ARGV[5]
local lane, key = 'measure ' .. id, p .. 'measures'
local text = verb == 'on' and ARGV[6] or call('HGET', key, id)
if not text then return 'missing' end
local measure = cjson.decode(text)
local ends, place = measure.u or 0, measure.c or measure.a
if verb == 'lapse' and (ends == 0 or ends > now) then return tostring(ends) end

-- Puts an action on its way, as somebody decided just now.
local function decide(body, by)
  local conv, said, id = measure.c, cjson.decode(body), tostring(call('INCR', p .. 'seq'))
  call('HSET', p .. 'd:' .. id, 'st', 'pending', 'b', body, 'c', conv, 'a', measure.a, 'ab', '', 'at', now, 'sp', '0',
    'to', '')
  record('draft.new', conv, id, said.by.name, '')
  settle_draft(id, 'approved', cjson.decode(by).name, '')
  decided_in(id, mode_now())
  enqueue(conv, measure.a, id, said.x, by, said.by.name, now, '')
end

-- The responders look at what was said meanwhile: now, and not only when their turn comes round again.
local function thaw()
  call('HDEL', p .. 'frozen', place)
  for _, conv in ipairs(call('ZRANGE', p .. 'due:draft', 0, -1)) do
    if conv == place or string.sub(conv, 1, #place + 1) == place .. '/' then wake('draft', conv, now) end
  end
end

if verb == 'on' then
  call('HSET', key, id, text)
  if ends > 0 then tend_at(lane, ends) else call('ZREM', p .. 'due:tend', lane) end
  if measure.k == 'freeze' then call('HSET', p .. 'frozen', place, ends) end
else
  call('HDEL', key, id)
  if verb == 'off' then call('ZREM', p .. 'due:tend', lane) end
  if measure.k == 'freeze' then thaw() end
end
call('INCR', p .. 'rulesrev')
if ARGV[7] ~= '' then decide(ARGV[7], ARGV[8]) end
log(verb == 'on' and 'measure.on' or 'measure.off', measure.c or '', id, by, words)
return 'ok'
