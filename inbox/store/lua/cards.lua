-- What stands where in a place that shows cards (a control channel). ARGV: now, verb, surface, then
--   begin: conversation. Answers since when a post for it is being made (now, when nobody had begun).
--   posted: conversation, post, channel, head, most folded cards to remember, then slot, what it shows, ...
--   shows: conversation, most, then slot, what it shows ('' forgets it), ...
--   lost: conversation. Its post is gone, with all cards in it.
--   gone: conversation, post, message ('' for the whole post). Somebody deleted it; answers 1 when it was that of ours
--     and is missed: of folded cards nobody misses any.
--   woke: place expected, place reached, lane, due, ... Answers 0 when somebody else has followed the log meanwhile.
-- The hash of a conversation: p post, ch its channel, h digest of its title and tags, s since when one is being made,
-- o somebody asked for it, =<slot> what shows it.
-- What a slot shows: 'message|digest|1 when it is folded'.
local verb, surface, conv = ARGV[2], ARGV[3], ARGV[4]
local card = p .. 'card:' .. surface .. ':' .. conv
local of = p .. 'cardof:' .. surface

local function forget_post()
  local post = call('HGET', card, 'p')
  if post then call('HDEL', of, post) end
  for _, field in ipairs(call('HKEYS', card)) do
    if field ~= 'o' then call('HDEL', card, field) end
  end
end

-- Folded cards never change again by themselves: the oldest are forgotten, so that a long talk does not grow here.
local function forget_folded(most)
  local folded, found = {}, call('HGETALL', card)
  for i = 1, #found, 2 do
    local message = string.sub(found[i], 1, 1) == '=' and string.match(found[i + 1], '^([^|]*)|[^|]*|1$')
    if message then folded[#folded + 1] = { found[i], #message, message } end
  end
  table.sort(folded, function(a, b)
    if a[2] ~= b[2] then return a[2] < b[2] end
    return a[3] < b[3]
  end)
  for i = 1, #folded - most do call('HDEL', card, folded[i][1]) end
end

local function shows(from, most)
  for i = from, #ARGV, 2 do
    if ARGV[i + 1] == '' then
      call('HDEL', card, '=' .. ARGV[i])
    else
      call('HSET', card, '=' .. ARGV[i], ARGV[i + 1])
    end
  end
  forget_folded(most)
  return 1
end

if verb == 'begin' then
  call('HSETNX', card, 's', now)
  return tonumber(call('HGET', card, 's'))
elseif verb == 'posted' then
  forget_post()
  call('HSET', card, 'p', ARGV[5], 'ch', ARGV[6], 'h', ARGV[7])
  call('HDEL', card, 'o')
  call('HSET', of, ARGV[5], conv)
  return shows(9, tonumber(ARGV[8]))
elseif verb == 'shows' then
  return shows(6, tonumber(ARGV[5]))
elseif verb == 'lost' then
  forget_post()
  return 1
elseif verb == 'gone' then
  if call('HGET', card, 'p') ~= ARGV[5] then return 0 end
  if ARGV[6] == '' then
    forget_post()
    return 1
  end
  local found, missed = call('HGETALL', card), 0
  for i = 1, #found, 2 do
    local message, folded = string.match(found[i + 1], '^(%d+)|[^|]*|(1?)$')
    if string.sub(found[i], 1, 1) == '=' and message == ARGV[6] and folded == '' then
      call('HDEL', card, found[i])
      missed = 1
    end
  end
  return missed
end
-- woke
local settings = p .. 'cardset:' .. surface
local place = call('HGET', settings, 'place') or ''
if place ~= ARGV[4] then return 0 end
call('HSET', settings, 'place', ARGV[5])
for i = 6, #ARGV, 2 do wake('card:' .. surface, ARGV[i], tonumber(ARGV[i + 1])) end
return 1
