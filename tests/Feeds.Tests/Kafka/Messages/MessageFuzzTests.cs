using System.Buffers;
using System.Text;
using Confluent.Kafka;
using TradeBooks.Domain.Market;
using TradeBooks.Feeds.Csv;
using TradeBooks.Feeds.Kafka;

namespace TradeBooks.Feeds.Tests.Kafka.Messages;

/// <summary>Good bytes, damaged at random: read or refused, never anything else.</summary>
public sealed class MessageFuzzTests
{
    private const int Rounds = 40_000;

    // A refusal is a string or two and at most an exception; nothing grows with the bytes.
    private const long MostAllocation = 64 * 1024;

    private delegate string? Read(ReadOnlySpan<byte> value);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void TryRead_DamagedBar_IsRefusedOrKeepsTheRules(int seed)
    {
        var random = new Random(seed);
        var buffer = new byte[BarMessage.MaxLength];
        var reader = new BarMessageReader();
        Fuzz(
            random,
            () => buffer.AsSpan(0, BarMessage.Write(buffer, RandomMessages.Bar(random))).ToArray(),
            value =>
            {
                var reason = reader.TryRead(value, EventTime.MinValue, out var bar);
                if (reason is null)
                    AssertRules(bar);
                return reason;
            });
    }

    [Fact]
    public void TryRead_DamagedBarInWrittenForm_IsReadAsByTheStrictReader()
    {
        var random = new Random(6);
        var buffer = new byte[BarMessage.MaxLength];
        var reader = new BarMessageReader();
        var clock = new ZoneClock(TimeZoneInfo.Utc, shift: 0);
        var quick = 0;
        Fuzz(
            random,
            () => buffer.AsSpan(0, BarMessage.Write(buffer, RandomMessages.Bar(random))).ToArray(),
            value =>
            {
                // White space behind it is no part of the written form.
                var reason = reader.TryRead([.. value, (byte)' '], EventTime.MinValue, out var strict);
                if (WrittenBar.TryRead(value, clock, BarState.None, out var bar))
                {
                    Assert.Null(reason);
                    Assert.Equal(strict, bar);
                    quick++;
                }

                return reason;
            });
        Assert.InRange(quick, Rounds / 100, Rounds);
    }

    [Fact]
    public void TryRead_DamagedDepth_IsRefusedOrKeepsTheRules()
    {
        var good = Bytes(new DepthMessage("binance", "btcusdt", new DepthEvent(
            EventKind.DepthSnapshot, new EventTime(1_741_380_840_000_000), new EventTime(1_741_380_840_000_100), 5, 9, 4,
            [new DepthLevel("90000.10", "0.00100"), new DepthLevel("90000.00", "3")], [new DepthLevel("90000.20", "0")], 123)).WriteTo);
        Fuzz(new Random(3), () => good, value =>
        {
            var reason = DepthMessage.TryRead(value, out var message);
            if (reason is not null)
                return reason;
            var text = Encoding.UTF8.GetString(value);
            Assert.All(message!.Depth.Bids.ToArray().Concat(message.Depth.Asks.ToArray()), level =>
            {
                Assert.Contains($"\"{level.Price}\"", text, StringComparison.Ordinal);
                Assert.Contains($"\"{level.Quantity}\"", text, StringComparison.Ordinal);
            });
            Assert.True(message.Exchange.Length > 0 && message.Symbol.Length > 0);
            AssertYears(message.Depth.Time);
            AssertYears(message.Depth.ReceivedTime);
            return null;
        });
    }

    [Fact]
    public void TryRead_DamagedTradeNewsOrDeadLetter_IsRefusedOrKeepsTheRules()
    {
        var trade = Bytes(new TradeMessage(
            "binance", "btcusdt",
            new Trade(new EventTime(1), new Decimal64(9000010, 2), new Decimal64(100, 5), Side.Sell, 17), new EventTime(2)).WriteTo);
        Fuzz(new Random(4), () => trade, value =>
        {
            var reason = TradeMessage.TryRead(value, out var message);
            if (reason is null)
                Assert.True(message!.Trade.Price > Decimal64.Zero && message.Trade.Quantity > Decimal64.Zero);
            return reason;
        });
        var news = Bytes(new NewsMessage("AAPL", new NewsItem(new EventTime(1), "Apple \"rises\" — é", "wire")).WriteTo);
        Fuzz(new Random(5), () => news, value =>
        {
            var reason = NewsMessage.TryRead(value, out var message);
            if (reason is null)
                Assert.NotEmpty(message!.News.Headline);
            return reason;
        });
        var letter = new DeadLetter
        {
            Topic = "topic_aapl",
            Partition = 3,
            Offset = 17,
            Key = "AAPL"u8.ToArray(),
            Value = [0xFF, 0],
            Reason = "open is missing",
            Time = DateTimeOffset.UnixEpoch,
        }.ToMessage(withHeaders: false).Value;
        Fuzz(new Random(6), () => letter, value =>
        {
            var reason = DeadLetter.TryRead(new Message<byte[], byte[]> { Value = value.ToArray() }, out var read);
            if (reason is null)
                Assert.True(read!.Partition >= 0 && read.Offset >= 0 && read.Topic.Length > 0);
            return reason;
        });
    }

    private static void Fuzz(Random random, Func<byte[]> good, Read read)
    {
        var accepted = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var value = Damage(good(), random);
            try
            {
                var before = GC.GetAllocatedBytesForCurrentThread();
                var reason = read(value);
                var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
                Assert.True(allocated < MostAllocation, $"{allocated} bytes allocated");
                if (reason is null)
                    accepted++;
                else
                    Assert.True(reason.Length is > 0 and < 400 && !reason.Any(char.IsControl), reason);
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"round {round}: {Encoding.UTF8.GetString(value)} ({Convert.ToHexString(value)})", e);
            }
        }

        // Both ways are taken often: what is accepted has changed digits or letters.
        Assert.InRange(accepted, Rounds / 100, Rounds * 9 / 10);
    }

    private static byte[] Damage(byte[] good, Random random)
    {
        const string Alphabet = "0123456789.,:{}[]\"\\-+eE nultrfaNI \n";
        var bytes = good.ToList();
        for (var i = random.Next(1, 4); i > 0 && bytes.Count > 0; i--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(7))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes.RemoveAt(at);
                    break;
                case 2:
                    bytes.InsertRange(at, bytes.GetRange(at, Math.Min(random.Next(1, 60), bytes.Count - at)));
                    break;
                case 3:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 4:
                    bytes.Insert(at, (byte)Alphabet[random.Next(Alphabet.Length)]);
                    break;
                case 5:
                    // A digit for a digit: often good.
                    at = bytes.FindIndex(at, single => char.IsAsciiDigit((char)single));
                    if (at >= 0)
                        bytes[at] = (byte)random.Next('0', '9' + 1);
                    break;
                default:
                    if (random.Next(3) == 0)
                        bytes.RemoveRange(at, bytes.Count - at);
                    break;
            }
        }

        return [.. bytes];
    }

    private static byte[] Bytes(Action<IBufferWriter<byte>> write)
    {
        var bytes = new ArrayBufferWriter<byte>();
        write(bytes);
        return bytes.WrittenSpan.ToArray();
    }

    private static void AssertRules(in Bar bar)
    {
        AssertYears(bar.Time);
        Assert.True(
            bar.Low > Decimal64.Zero && bar.Low <= bar.Open && bar.Low <= bar.Close && bar.High >= bar.Open && bar.High >= bar.Close,
            bar.ToString());
        Assert.True(bar.Volume >= Decimal64.Zero, $"volume {bar.Volume}");
        Assert.All(
            new[] { bar.Open, bar.High, bar.Low, bar.Close, bar.PercentChange, bar.Volume },
            number => Assert.True(Math.Abs(number.Mantissa) < 1_000_000_000_000_000_000 && number.Scale <= Decimal64.MaxScale));
    }

    private static void AssertYears(EventTime time) => Assert.InRange(time.ToUtc().Year, 1, 9999);
}
