-- How the rules of moderation.yaml stand: which there are, whether each acts, and what people say of its matches.
-- ARGV: now, verb, then
--   register: rule, version, why a lead must confirm it ('' for most), and so on, in the order of the file
--   state: rule, version, state, by, why, '1' to count its judgements anew
--   earned: rule, version, why; once for each count
--   say: match, verdict ('' takes it back), by
--   settle: conversation, message, by, '1' when the message is left where it is: nobody needs to judge it any more
-- Answers {'ok', ...} ({'ok', rule} of say), {'missing'}, {'changed'} for another version, or {'already', by, since}.
local verb, rules = ARGV[2], p .. 'rules'

local function standing(rule)
  local text = call('HGET', rules, rule)
  return text and cjson.decode(text)
end

local function save(rule, r)
  call('HSET', rules, rule, cjson.encode(r))
  call('INCR', p .. 'rulesrev')
end

local function counts(rule, r)
  return p .. 'rulen:' .. rule .. '@' .. r.v
end

-- What was counted of another version than that of the file is kept for a while: it may come back.
local OLD_KEPT = 90 * 86400 -- seconds
local function keep_counts(rule, version, current)
  for _, what in ipairs({ 'rulen:', 'rulelast:' }) do
    local key = p .. what .. rule .. '@' .. version
    if current then call('PERSIST', key) else call('EXPIRE', key, OLD_KEPT) end
  end
end

if verb == 'register' then
  local there = {}
  for i = 3, #ARGV, 3 do
    local rule, version, confirm, place = ARGV[i], ARGV[i + 1], ARGV[i + 2], (i - 3) / 3
    local r = standing(rule)
    there[rule] = true
    if not r or r.v ~= version then
      local why = r and 'it was changed' or 'it is new'
      if r then keep_counts(rule, r.v, false) end
      keep_counts(rule, version, true)
      if r and r.s ~= 'shadow' then log('rule.shadow', '', rule, '', why) end
      r = { v = version, s = 'shadow', t = now, b = '', y = why }
    end
    if r.o ~= place or (r.cf or '') ~= confirm then
      r.o, r.cf = place, confirm ~= '' and confirm or nil
      save(rule, r)
    end
  end
  for _, rule in ipairs(call('HKEYS', rules)) do
    local r = not there[rule] and standing(rule)
    if r and r.o then
      r.o = nil
      save(rule, r)
    end
  end
  return { 'ok' }
end

if verb == 'state' then
  local rule, state = ARGV[3], ARGV[5]
  local r = standing(rule)
  if not r or not r.o then return { 'missing' } end
  if r.v ~= ARGV[4] then return { 'changed' } end
  if r.s == state then return { 'already', r.b, tostring(r.t) } end
  r.s, r.t, r.b, r.y = state, now, ARGV[6], ARGV[7]
  if ARGV[8] == '1' then count_anew(rule, r) end
  save(rule, r)
  log('rule.' .. state, '', rule, ARGV[6], ARGV[7])
  return { 'ok' }
end

if verb == 'earned' then
  local r = standing(ARGV[3])
  if not r or r.v ~= ARGV[4] or r.e == r.v .. ' ' .. (r.g or 0) then return { 'already' } end
  r.e = r.v .. ' ' .. (r.g or 0)
  save(ARGV[3], r)
  log('rule.earned', '', ARGV[3], '', ARGV[5])
  return { 'ok' }
end

if verb == 'settle' then
  local conv, message, by, left = ARGV[3], ARGV[4], ARGV[5], ARGV[6] == '1'
  local name = conv .. ' ' .. message
  if call('ZREM', p .. 'flags', name) == 0 then return { 'missing' } end
  call('HDEL', p .. 'flagof', name)
  local blob = left and call('HGET', p .. 'm:' .. conv, message)
  if blob then
    local m = cjson.decode(blob)
    m.ok = digest_of(m)
    call('HSET', p .. 'm:' .. conv, message, cjson.encode(m))
  end
  if not left then agree(conv, call('HGET', p .. 'c:' .. conv, 'a'), message) end
  record('moderation.settled', conv, message, by, left and 'left where it is' or 'taken out of sight')
  return { 'ok' }
end

local id, verdict, by = ARGV[3], ARGV[4], ARGV[5]
local text = call('HGET', p .. 'matches', id)
if not text then return { 'missing' } end
local m = cjson.decode(text)
local rule, version = m.f.r, m.f.v
local r = standing(rule)
local function count(what, by_how_many)
  local counts_still = not r or r.v ~= version or m.t >= (r.g or 0)
  if what and what ~= '' and counts_still then
    call('HINCRBY', p .. 'rulen:' .. rule .. '@' .. version, what, by_how_many)
  end
end
if (m.vd or '') ~= verdict then
  count(m.vd, -1)
  count(verdict, 1)
  m.vd, m.vb = verdict, by
  call('HSET', p .. 'matches', id, cjson.encode(m))
  log('rule.match', m.c, id, by, verdict)
end
return { 'ok', rule }
