/**
 * The module `cc.audio.dfpwm`: sound at one bit per sample (DFPWM1a). Source: tweaked.cc, cc.audio.dfpwm.
 */

/** The file `/rom/modules/main/cc/audio/dfpwm.lua`. */
export const CC_AUDIO_DFPWM = String.raw`-- Sound at one bit per sample. See https://tweaked.cc/library/cc.audio.dfpwm.html

local expect = require("cc.expect").expect
local floor = math.floor

-- Follows a wave by its bits: each moves a charge up or down, by more the longer it goes the same way.
local function makePredictor()
  local charge, strength, previous = 0, 0, false
  return function(isUp)
    local target = isUp and 127 or -128
    local moved = charge + floor((strength * (target - charge) + 512) / 1024)
    if moved == charge and moved ~= target then moved = moved + (isUp and 1 or -1) end
    charge = moved

    if isUp == previous then
      if strength < 1023 then strength = strength + 1 end
    elseif strength > 0 then
      strength = strength - 1
    end
    if strength < 8 then strength = 8 end
    previous = isUp
    return charge
  end
end

local function make_encoder()
  local predict, charge = makePredictor(), 0
  return function(pcm)
    expect(1, pcm, "table")
    local bytes = {}
    for first = 1, #pcm, 8 do
      local byte = 0
      for bit = 0, 7 do
        local amplitude = floor(pcm[first + bit] or 0)
        if amplitude < -128 or amplitude > 127 then
          error(("Amplitude at position %d was %d, but should be between -128 and 127"):format(first + bit, amplitude), 2)
        end
        local isUp = amplitude > charge or amplitude == charge and amplitude == 127
        if isUp then byte = byte + 2 ^ bit end
        charge = predict(isUp)
      end
      bytes[#bytes + 1] = string.char(byte)
    end
    return table.concat(bytes)
  end
end

local function make_decoder()
  local predict, smooth, charge, previous = makePredictor(), 0, 0, false
  return function(dfpwm)
    expect(1, dfpwm, "string")
    local pcm, count = {}, 0
    for i = 1, #dfpwm do
      local byte = dfpwm:byte(i)
      for _ = 1, 8 do
        local isUp = byte % 2 == 1
        byte = floor(byte / 2)
        local before = charge
        charge = predict(isUp)
        -- A turn is taken half way, then all is smoothed.
        local level = isUp == previous and charge or floor((charge + before + 1) / 2)
        previous = isUp
        smooth = smooth + floor(((level - smooth) * 140 + 128) / 256)
        count = count + 1
        pcm[count] = smooth
      end
    end
    return pcm
  end
end

local function encode(pcm)
  expect(1, pcm, "table")
  return make_encoder()(pcm)
end

local function decode(dfpwm)
  expect(1, dfpwm, "string")
  return make_decoder()(dfpwm)
end

return { decode = decode, encode = encode, make_decoder = make_decoder, make_encoder = make_encoder }
`;
