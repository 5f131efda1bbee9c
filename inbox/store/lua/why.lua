-- What happened in a conversation, with all that was decided on: the newest part, or what came from one message on.
-- ARGV: now, conversation, message ('' for the newest part), how many messages
-- Answers {} when there is no such conversation or message, else {its fields, the message, {id, message}..., {timeline
-- entries}, {draft id, fields}..., {delivery id, fields}..., {people whose words no responder has looked at}, mode}.
local CLOCKS = 60000 -- how far the network's clock may be ahead of ours
local conv, about, limit = ARGV[2], ARGV[3], tonumber(ARGV[4])
local fields = call('HGETALL', p .. 'c:' .. conv)
if #fields == 0 then return {} end
local ids, done = nil, nil
if about == '' then
  ids = call('ZREVRANGE', p .. 't:' .. conv, 0, limit - 1)
  for i = 1, math.floor(#ids / 2) do ids[i], ids[#ids + 1 - i] = ids[#ids + 1 - i], ids[i] end
  done = call('LRANGE', p .. 'e:' .. conv, -limit * 4, -1)
else
  local blob = call('HGET', p .. 'm:' .. conv, about)
  if not blob then return {} end
  local m = cjson.decode(blob)
  about = m.of or about
  local at = call('ZSCORE', p .. 't:' .. conv, about)
  ids = call('ZRANGEBYSCORE', p .. 't:' .. conv, at, '+inf', 'LIMIT', 0, limit)
  local draft = m.o and call('HGET', p .. 'o:' .. m.o, 'd')
  local began = draft and call('HGET', p .. 'd:' .. draft, 'at') or at -- what we said began with its draft
  local first = done_before(conv, tonumber(began) - CLOCKS)
  done = call('LRANGE', p .. 'e:' .. conv, first, first + limit * 4 - 1)
end
local messages = {}
for _, id in ipairs(ids) do
  messages[#messages + 1] = id
  messages[#messages + 1] = call('HGET', p .. 'm:' .. conv, id)
end
local drafts, deliveries, known = {}, {}, {}
local function take(list, kind, id)
  if known[kind .. id] then return end
  known[kind .. id] = true
  local found = call('HGETALL', p .. kind .. ':' .. id)
  if #found == 0 then return end
  list[#list + 1] = id
  list[#list + 1] = found
end
for _, line in ipairs(done) do
  local deed = cjson.decode(line)
  if string.sub(deed.w, 1, 6) == 'draft.' then
    take(drafts, 'd', deed.r)
  elseif string.sub(deed.w, 1, 9) == 'delivery.' then
    take(deliveries, 'o', deed.r)
    take(drafts, 'd', call('HGET', p .. 'o:' .. deed.r, 'd') or '')
  end
end
local unseen = call('SUNION', p .. 'ask:' .. conv, p .. 'asked:' .. conv)
return { fields, about, messages, done, drafts, deliveries, unseen, mode_now() }
