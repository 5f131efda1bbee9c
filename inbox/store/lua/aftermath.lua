-- What came after something that we said: how it stands now, what was said next and what was done.
-- ARGV: now, conversation, message, until (unix ms), how many messages, how many deeds
-- Answers {} when we never said it, else {message, {id, message, '1' where one of our people wrote it}...,
-- {timeline entries}, thread}.
local conv, id, till = ARGV[2], ARGV[3], tonumber(ARGV[4])
local blob, at = call('HGET', p .. 'm:' .. conv, id), call('ZSCORE', p .. 't:' .. conv, id)
if not blob or not at then return {} end

-- What we say in the network's own app, and what a person decided in words of their own.
local function by_a_person(m)
  if m.a then return '' end
  local o = m.o and call('HMGET', p .. 'o:' .. m.o, 'by', 'au', 'ed') or {}
  if not o[1] then return '1' end
  local by = cjson.decode(o[1])
  return by.kind == 'person' and (by.name == o[2] or o[3]) and '1' or ''
end

local later = {}
for _, one in ipairs(call('ZRANGEBYSCORE', p .. 't:' .. conv, at, till, 'LIMIT', 0, tonumber(ARGV[5]))) do
  if one ~= id then
    local said = call('HGET', p .. 'm:' .. conv, one)
    later[#later + 1] = one
    later[#later + 1] = said
    later[#later + 1] = by_a_person(cjson.decode(said))
  end
end
local first, done = done_before(conv, tonumber(at)), {}
for _, line in ipairs(call('LRANGE', p .. 'e:' .. conv, first, first + tonumber(ARGV[6]) - 1)) do
  if cjson.decode(line).t <= till then done[#done + 1] = line end
end
return { blob, later, done, call('HGET', p .. 'c:' .. conv, 'th') }
