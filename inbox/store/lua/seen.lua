-- What a responder was given: so many messages of a conversation up to one of them, as they stand now.
-- ARGV: now, conversation, the newest of them, how many, who asked ('' for nobody)
-- Answers {} when the conversation or the message is gone, else {its fields, {id, message}..., who asked}.
local conv, upto, count, person = ARGV[2], ARGV[3], tonumber(ARGV[4]), ARGV[5]
local fields = call('HGETALL', p .. 'c:' .. conv)
local rank = call('ZRANK', p .. 't:' .. conv, upto)
if #fields == 0 or not rank then return {} end
local seen, messages = {}, {}
for _, id in ipairs(call('ZRANGE', p .. 't:' .. conv, math.max(0, rank - 2 * count), rank)) do
  local blob = call('HGET', p .. 'm:' .. conv, id)
  if is_seen(blob) then seen[#seen + 1] = { id, blob } end -- what is held was not given
end
for i = math.max(1, #seen - count + 1), #seen do
  messages[#messages + 1] = seen[i][1]
  messages[#messages + 1] = seen[i][2]
end
local account = call('HGET', p .. 'c:' .. conv, 'a')
return { fields, messages, person ~= '' and call('HGET', p .. 'contacts', account .. '/' .. person) or '' }
