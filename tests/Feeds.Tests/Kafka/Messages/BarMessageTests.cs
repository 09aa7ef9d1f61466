using System.Text;
using FsCheck;
using FsCheck.Fluent;
using TradeBooks.Domain.Market;
using TradeBooks.Feeds.Kafka;
using TradeBooks.Feeds.Tests.Csv;
using TradeBooks.Tests;

namespace TradeBooks.Feeds.Tests.Kafka.Messages;

public sealed class BarMessageTests
{
    private static readonly EventTime Start = CsvFolder.Utc("2025-03-07T20:54:00Z");

    /// <summary>Bytes, time, open, high, low, close, their scale, % change and its scale, volume and its scale.</summary>
    public static readonly TheoryData<string, long, long, long, long, long, byte, long, byte, long?, byte> Golden = new()
    {
        {
            """{"datetime":"2025-03-07 20:54:00","open":261.42,"high":262.68,"low":261.42,"close":262.58,"% change":0.4437}""",
            1_741_380_840_000_000, 26142, 26268, 26142, 26258, 2, 4437, 4, null, 0
        },
        {
            """{"datetime":"2026-03-12 13:31:00","open":257.7,"high":262,"low":257.455,"close":257.91,"% change":-0.031,"volume":1234}""",
            1_773_322_260_000_000, 257700, 262000, 257455, 257910, 3, -310, 4, 1234, 0
        },
        {
            """{"datetime":"1970-01-01 00:00:00.000001","open":1,"high":1,"low":1,"close":1,"% change":0,"volume":0}""",
            1, 10_000, 10_000, 10_000, 10_000, 4, 0, 4, 0, 8
        },
        {
            """{"datetime":"1969-12-31 23:59:59.999999","open":0.0000000000000000000000000001,"high":0.000000000000000001,"low":0.0000000000000000000000000001,"close":0.0000000001,"% change":-100,"volume":0.5}""",
            -1, 1, 10_000_000_000, 1, 1_000_000_000_000_000_000, 28, -1_000_000, 4, 50, 2
        },
        {
            """{"datetime":"9999-12-31 23:59:59.5","open":999999999999999999,"high":999999999999999999,"low":10,"close":100000000000000000,"% change":999999999.999999999,"volume":99999999999999999.9}""",
            253_402_300_799_500_000, 999_999_999_999_999_999, 999_999_999_999_999_999, 10, 100_000_000_000_000_000, 0,
            999_999_999_999_999_999, 9, 999_999_999_999_999_999, 1
        },
        {
            """{"datetime":"0001-01-01 00:00:00.00012","open":10.05,"high":20.5,"low":0.05,"close":20,"% change":-0.0001}""",
            -62_135_596_799_999_880, 1005, 2050, 5, 2000, 2, -1, 4, null, 0
        },
    };

    [Theory]
    [MemberData(nameof(Golden))]
    public void Write_KnownBar_GivesTheseBytes(
        string expected, long time, long open, long high, long low, long close, byte scale, long change, byte changeScale,
        long? volume, byte volumeScale)
    {
        var bar = new Bar(
            new EventTime(time), open, high, low, close, scale, new Decimal64(change, changeScale),
            volume is { } known ? new Decimal64(known, volumeScale) : null);
        Assert.Equal(expected, Write(bar));
    }

    [Fact]
    public void Write_LongestBar_FillsTheLengthThatIsPromised()
    {
        // One microsecond before the year 10000, and numbers that need a sign, a zero, a point and 28 decimals.
        const long Most = -999_999_999_999_999_999;
        var number = new Decimal64(Most, 28);
        var bar = new Bar(new EventTime(253_402_300_799_999_999), Most, Most, Most, Most, 28, number, number);
        Assert.Equal(BarMessage.MaxLength, Write(bar).Length);
        var widest = new Bar(new EventTime(-1), long.MinValue, long.MaxValue, long.MinValue, long.MinValue, 5);
        Assert.Contains("\"open\":-92233720368547.75808,\"high\":92233720368547.75807,", Write(widest), StringComparison.Ordinal);
    }

    [Fact]
    public void Write_DestinationTooShort_ThrowsAndWritesNothing()
    {
        var destination = new byte[BarMessage.MaxLength - 1];
        Assert.Throws<ArgumentException>(() => BarMessage.Write(destination, Bar.Create(Start, 1, 1, 1, 1)));
        Assert.All(destination, single => Assert.Equal(0, single));
    }

    [Theory]
    [InlineData(long.MinValue)]
    [InlineData(long.MaxValue)]
    [InlineData(253_402_300_800_000_000)]
    [InlineData(-62_135_596_800_000_001)]
    public void Write_TimeOutsideTheYears_Throws(long time) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Write(new Bar(new EventTime(time), 1, 1, 1, 1, 0)));

    [Fact]
    public void TryRead_SpecificationsSample_GivesTheseNumbers()
    {
        var bar = ReadGood(
            """{"datetime":"2025-03-07 20:54:00","open":261.42,"high":262.68,"low":261.42,"close":262.58,"% change":0.4437}"""u8);
        Assert.Equal(Start, bar.Time);
        Assert.Equal(261.42m, bar.Open.ToDecimal());
        Assert.Equal(262.68m, bar.High.ToDecimal());
        Assert.Equal(261.42m, bar.Low.ToDecimal());
        Assert.Equal(262.58m, bar.Close.ToDecimal());
        Assert.Equal(0.4437m, bar.PercentChange.ToDecimal());
        Assert.False(bar.HasVolume);
    }

    [Fact]
    public void WriteAndTryRead_AnyBar_ComesBackAsItWas()
    {
        var reader = new BarMessageReader();
        var buffer = new byte[BarMessage.MaxLength];
        var again = new byte[BarMessage.MaxLength];
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(20_000),
            Prop.ForAll(RandomMessages.AnyBar, bar =>
            {
                var written = buffer.AsSpan(0, BarMessage.Write(buffer, bar));
                Assert.Null(reader.TryRead(written, EventTime.MinValue, out var read));
                AssertSame(bar, read);
                // There is one form of a bar only.
                Assert.Equal(Encoding.UTF8.GetString(written), Encoding.UTF8.GetString(again, 0, BarMessage.Write(again, read)));
            }));
    }

    [Fact]
    public void WriteAndTryRead_RealFiles_EqualTheFilesBars()
    {
        var files = Directory.GetFiles(SharedData.Path("bars"), "*.csv");
        Assert.NotEmpty(files);
        var reader = new BarMessageReader();
        var buffer = new byte[BarMessage.MaxLength];
        foreach (var file in files)
        {
            using var folder = new CsvFolder().Write("AAPL.csv", File.ReadAllBytes(file));
            var reading = folder.Read();
            Assert.Null(reading.Error);
            Assert.True(reading.Events.Count > 1000, file);
            var previous = EventTime.MinValue;
            foreach (var e in reading.Events)
            {
                var length = BarMessage.Write(buffer, e.Bar);
                Assert.Null(reader.TryRead(buffer.AsSpan(0, length), previous, out var read));
                AssertSame(e.Bar, read);
                previous = read.Time;
            }
        }
    }

    [Fact]
    public void WriteAndTryRead_GoodBars_AllocateNothing()
    {
        var random = new Random(2);
        var bars = Enumerable.Range(0, 500).Select(_ => RandomMessages.Bar(random)).ToArray();
        var inUtc = new BarMessageReader();
        var inNewYork = new BarMessageReader(TimeZoneInfo.FindSystemTimeZoneById("America/New_York"));
        var buffer = new byte[BarMessage.MaxLength];
        var (utc, newYork) = (0, 0);
        Assert.Equal(0, Allocations.Least(() =>
        {
            (utc, newYork) = (0, 0);
            foreach (ref readonly var bar in bars.AsSpan())
            {
                var value = buffer.AsSpan(0, BarMessage.Write(buffer, bar));
                if (inUtc.TryRead(value, EventTime.MinValue, out _) is null)
                    utc++;
                // At noon no clock is changed: every stamp is good in New York too.
                if (bar.Time.ToUtc().Hour == 12 && inNewYork.TryRead(value, EventTime.MinValue, out _) is null)
                    newYork++;
            }
        }));
        Assert.Equal(bars.Length, utc);
        Assert.Equal(bars.Count(bar => bar.Time.ToUtc().Hour == 12), newYork);
        Assert.InRange(newYork, 5, 100);
    }

    private static string Write(Bar bar)
    {
        var buffer = new byte[BarMessage.MaxLength];
        return Encoding.UTF8.GetString(buffer, 0, BarMessage.Write(buffer, bar));
    }

    private static Bar ReadGood(ReadOnlySpan<byte> value)
    {
        Assert.Null(new BarMessageReader().TryRead(value, EventTime.MinValue, out var bar));
        return bar;
    }

    private static void AssertSame(in Bar expected, in Bar actual)
    {
        Assert.Equal(expected.Time, actual.Time);
        Assert.Equal(expected.Open, actual.Open);
        Assert.Equal(expected.High, actual.High);
        Assert.Equal(expected.Low, actual.Low);
        Assert.Equal(expected.Close, actual.Close);
        Assert.Equal(expected.PercentChange, actual.PercentChange);
        Assert.Equal(expected.HasVolume, actual.HasVolume);
        Assert.Equal(expected.Volume, actual.Volume);
    }
}
