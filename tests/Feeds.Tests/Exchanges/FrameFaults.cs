using TradeBooks.Domain.Market;

namespace TradeBooks.Feeds.Tests.Exchanges;

/// <summary>What a bad line, a bad proxy or a bad recorder does to a stream of frames.</summary>
internal static class FrameFaults
{
    /// <param name="frames">The undisturbed stream.</param>
    /// <param name="random">Chooses.</param>
    /// <param name="framesPerFault">One of so many is hit, on average.</param>
    /// <param name="withDigits">
    /// Whether a damaged byte may be a digit that becomes another: only a checksum can see that, and TCP and TLS have their own.
    /// </param>
    public static IEnumerable<(byte[] Frame, EventTime ReceivedTime, string? Symbol)> Disturb(
        IReadOnlyList<(byte[] Frame, EventTime ReceivedTime, string? Symbol)> frames, Random random, int framesPerFault, bool withDigits)
    {
        for (var i = 0; i < frames.Count; i++)
        {
            var (frame, time, symbol) = frames[i];
            if (random.Next(framesPerFault) != 0)
            {
                yield return frames[i];
                continue;
            }

            switch (random.Next(6))
            {
                case 0: // dropped
                    break;
                case 1: // doubled
                    yield return frames[i];
                    yield return frames[i];
                    break;
                case 2: // swapped with one of the next
                    var other = Math.Min(frames.Count - 1, i + random.Next(1, 4));
                    for (var j = i + 1; j <= other; j++)
                        yield return frames[j];
                    yield return frames[i];
                    i = other;
                    break;
                case 3: // cut off
                    yield return (frame[..random.Next(frame.Length)], time, symbol);
                    break;
                case 4: // repeated late
                    yield return frames[i];
                    yield return frames[random.Next(Math.Max(0, i - 50), i + 1)];
                    break;
                default:
                    yield return (Corrupt(frame, random, withDigits), time, symbol);
                    break;
            }
        }
    }

    private static byte[] Corrupt(byte[] frame, Random random, bool withDigits)
    {
        var bytes = (byte[])frame.Clone();
        for (var hits = random.Next(1, 5); hits > 0; hits--)
        {
            var at = random.Next(bytes.Length);
            bytes[at] = withDigits && char.IsAsciiDigit((char)bytes[at])
                ? (byte)random.Next('0', '9' + 1)
                : (byte)random.Next(1, 32);
        }

        return bytes;
    }
}
