using System.Text;
using TradeBooks.Domain.Market;
using TradeBooks.Feeds.Kafka;
using TradeBooks.Feeds.Tests.Csv;

namespace TradeBooks.Feeds.Tests.Kafka.Messages;

public sealed class BarMessageReaderTests
{
    private const string Prices = "\"open\":2,\"high\":3,\"low\":1,\"close\":2.5,\"% change\":0.1";

    private static readonly TimeZoneInfo NewYork = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");

    /// <summary>A value that is no bar, and why.</summary>
    public static readonly TheoryData<string, string> Poison = new()
    {
        { "", "the value is empty" },
        { " ", "the value is not JSON from byte 1 on" },
        { "x", "the value is not JSON from byte 0 on" },
        { "null", "the value is not a JSON object" },
        { "[]", "the value is not a JSON object" },
        { "\"bar\"", "the value is not a JSON object" },
        { "17", "the value is not a JSON object" },
        { "{}", "datetime is missing" },
        { "{", "the value is not JSON from byte 1 on" },
        { Bar("2025-03-07 20:54:00")[..^1], "the value is not JSON from byte 86 on" },
        { Bar("2025-03-07 20:54:00")[..20], "the value is not JSON from byte 20 on" },
        { Bar("2025-03-07 20:54:00") + "x", "the value is not JSON from byte 87 on" },
        { Bar("2025-03-07 20:54:00") + "{}", "the value is not JSON from byte 87 on" },
        { Bar("2025-03-07 20:54:00") + "\n\n ,", "the value is not JSON from byte 90 on" },
        { "{\n\"datetime\":\n\"2025-03-07 20:54:00\"\n;", "the value is not JSON from byte 36 on" },
        { "{'datetime':1}", "the value is not JSON from byte 1 on" },
        { "{\"open\":1,}", "the value is not JSON from byte 10 on" },
        { "{/* */\"open\":1}", "the value is not JSON from byte 1 on" },
        { "\uFEFF" + Bar("2025-03-07 20:54:00"), "the value is not JSON from byte 0 on" },
        { Bar("2025-03-07 20:54:00", "\"open\":2,\"high\":3,\"low\":1,\"close\":2.5"), "% change is missing" },
        { Bar("2025-03-07 20:54:00", "\"open\":2,\"high\":3,\"close\":2.5,\"% change\":0"), "low is missing" },
        { "{" + Prices + "}", "datetime is missing" },
        { Bar("2025-03-07 20:54:00", Prices + ",\"open\":2"), "open is given twice" },
        { Bar("2025-03-07 20:54:00", "\"datetime\":\"2025-03-07 20:54:00\"," + Prices), "datetime is given twice" },
        { Bar("2025-03-07 20:54:00", Prices + ",\"volume\":1,\"volume\":1"), "volume is given twice" },
        { Bar("2025-03-07 20:54:00", "\"o\\u0070en\":1," + Prices), "open is given twice" },
        { Bar("2025-03-07 20:54:00", Prices + ",\"vwap\":1"), "unknown member 'vwap'" },
        { Bar("2025-03-07 20:54:00", Prices + ",\"Open\":1"), "unknown member 'Open'" },
        { Bar("2025-03-07 20:54:00", Prices + ",\"\":1"), "unknown member ''" },
        { Bar("2025-03-07 20:54:00", Prices + ",\"a\\nb\":1"), "unknown member 'a\\nb'" },
        { Bar("2025-03-07 20:54:00", Prices + ",\"" + new string('m', 300) + "\":1"), $"unknown member '{new string('m', 40)}'" },
        { Bar("2025-03-07 20:54:00", Prices + ",\"\\u0061" + new string('m', 300) + "\":1"), $"unknown member '\\u0061{new string('m', 34)}'" },
        { Bar("2025-03-07 20:54:00", Prices + ",\"\\ud800\":1"), "a member's name is not Unicode text" },
        { "{\"control\":\"end-of-data\"}", "unknown member 'control'" },
        { With("open", "\"2\""), "open is a string, not a number" },
        { With("open", "null"), "open is null, not a number" },
        { With("high", "true"), "high is true, not a number" },
        { With("low", "false"), "low is false, not a number" },
        { With("close", "[2.5]"), "close is an array, not a number" },
        { With("% change", "{}"), "% change is an object, not a number" },
        { With("volume", "\"1234\""), "volume is a string, not a number" },
        { With("volume", "null"), "volume is null, not a number" },
        { With("open", "NaN"), "open 'NaN' is not a number" },
        { With("high", "Infinity"), "high 'Infinity' is not a number" },
        { With("low", "-Infinity"), "low '-Infinity' is not a number" },
        { With("close", "1.2.3"), "close '1.2.3' is not a number" },
        { With("close", "x"), "close 'x' is not a number" },
        { With("close", " 01 "), "close '01' is not a number" },
        { With("close", "+1"), "close '+1' is not a number" },
        { With("close", ".5"), "close '.5' is not a number" },
        { With("% change", "1e"), "% change '1e' is not a number" },
        { With("volume", "nan"), "volume 'nan' is not a number" },
        { With("open", "1234567890123456789"), "open '1234567890123456789' has more than 18 digits or 28 decimals" },
        { With("% change", "1e-29"), "% change '1e-29' has more than 18 digits or 28 decimals" },
        { With("volume", "1e18"), "volume '1e18' has more than 18 digits or 28 decimals" },
        { With("volume", "1e999999999999"), "volume '1e999999999999' has more than 18 digits or 28 decimals" },
        { With("open", "0"), "open 0 is not above 0" },
        { With("low", "-1"), "low -1 is not above 0" },
        { With("volume", "-0.5"), "volume -0.5 is negative" },
        { With("low", "3.5"), "low 3.5 is above high 3" },
        { With("low", "2.1"), "low 2.1 is above open 2" },
        { With("open", "3.5"), "high 3 is below open 3.5" },
        { With("close", "3.01"), "high 3 is below close 3.01" },
        { With("close", "0.99"), "low 1 is above close 0.99" },
        { With("close", "2.0000000000000000001"), "close '2.0000000000000000001' has more than 18 digits or 28 decimals" },
        { With("high", "900000000000000000").Replace("2.5", "2.55", StringComparison.Ordinal), "high 900000000000000000 has more than 18 digits with the 2 decimals of the bar's prices" },
        { With("datetime", "1741380840"), "datetime is a number, not a string" },
        { With("datetime", "null"), "datetime is null, not a string" },
        { With("datetime", "now"), "datetime 'now' is not a string" },
        { Bar(""), "datetime '' is not a time" },
        { Bar("yesterday"), "datetime 'yesterday' is not a time" },
        { Bar("2025-02-29 10:00:00"), "datetime '2025-02-29 10:00:00' is not a time" },
        { Bar("2025-03-07 24:00:00"), "datetime '2025-03-07 24:00:00' is not a time" },
        { Bar("2025-03-07 20:54:00.0000001"), "datetime '2025-03-07 20:54:00.0000001' is finer than a microsecond" },
        { Bar("20250307"), "datetime '20250307' could be a date or seconds since 1970" },
        { Bar("0001-01-01 00:00:00+01:00"), "datetime '0001-01-01 00:00:00+01:00' is outside the years 1 to 9999" },
        { Bar("2025-03-07 20:54:00\\n\\u2028x"), "datetime '2025-03-07 20:54:00  x' is not a time" },
        { Bar("\\ud800"), "datetime is not Unicode text" },
        { Bar("\\x"), "the value is not JSON from byte 14 on" },
    };

    [Theory]
    [MemberData(nameof(Poison))]
    public void TryRead_Poison_SaysWhy(string value, string reason) =>
        Assert.Equal(reason, ReasonOf(Encoding.UTF8.GetBytes(value)));

    [Fact]
    public void TryRead_BytesThatAreNoUtf8_SaysWhere()
    {
        Assert.Equal("datetime '2025\uFFFD' is not a time", ReasonOf(Concat("{\"datetime\":\"2025", 0xFF, "\"," + Prices + "}")));
        Assert.Equal("unknown member 'op\uFFFDn'", ReasonOf(Concat("{\"op", 0xFE, "n\":1}")));
        Assert.Equal("the value is not JSON from byte 10 on", ReasonOf(Concat("{\"open\":1 ", 0x80, "}")));
        Assert.Equal("the value is not JSON from byte 0 on", ReasonOf([0, 1, 2]));
    }

    [Fact]
    public void TryRead_ValueOfTheLargestLength_IsReadAndOneByteMoreRefused()
    {
        var value = Encoding.UTF8.GetBytes(Bar("2025-03-07 20:54:00").PadRight(BarMessageReader.MaxReadLength));
        Assert.Null(new BarMessageReader().TryRead(value, EventTime.MinValue, out _));
        Assert.Equal("the value has 4097 bytes, more than 4096", ReasonOf([.. value, (byte)' ']));
    }

    [Theory]
    [InlineData("2025-03-07 20:54:00", "2025-03-07T20:54:00Z")]
    [InlineData("2025-03-07T20:54:00Z", "2025-03-07T20:54:00Z")]
    [InlineData("2025-03-07T20:54:00.25+01:00", "2025-03-07T19:54:00.25Z")]
    [InlineData("2025-03-07T20:54:00\\u002B01:00", "2025-03-07T19:54:00Z")]
    [InlineData("\\u0032\\u0030\\u0032\\u0035\\u002d\\u0030\\u0033\\u002d\\u0030\\u0037\\u0020\\u0032\\u0030\\u003a\\u0035\\u0034", "2025-03-07T20:54:00Z")]
    [InlineData("2025-03-07", "2025-03-07T00:00:00Z")]
    [InlineData("1741380840", "2025-03-07T20:54:00Z")]
    [InlineData("1741380840000", "2025-03-07T20:54:00Z")]
    public void TryRead_AnyFormOfTime_IsThatMoment(string text, string utc)
    {
        Assert.Null(new BarMessageReader().TryRead(Encoding.UTF8.GetBytes(Bar(text)), EventTime.MinValue, out var bar));
        Assert.Equal(CsvFolder.Utc(utc), bar.Time);
    }

    [Fact]
    public void TryRead_OtherZone_ReadsTimesWithoutOffsetInIt()
    {
        var reader = new BarMessageReader(NewYork);
        Assert.Equal(CsvFolder.Utc("2025-03-07T20:54:00Z"), Read("2025-03-07 15:54:00", EventTime.MinValue));
        Assert.Equal(CsvFolder.Utc("2025-03-07T15:54:00Z"), Read("2025-03-07 15:54:00Z", EventTime.MinValue));
        // 01:30 happens twice on that day; the second time it is not after the first any more.
        var first = CsvFolder.Utc("2025-11-02T05:30:00Z");
        Assert.Equal(first, Read("2025-11-02 01:30:00", EventTime.MinValue));
        Assert.Equal(first, Read("2025-11-02 01:30:00", new EventTime(first.Microseconds - 1)));
        Assert.Equal(CsvFolder.Utc("2025-11-02T06:30:00Z"), Read("2025-11-02 01:30:00", first));
        Assert.Equal(
            "datetime '2025-03-09 02:30:00' does not exist: the clocks of America/New_York skip it",
            reader.TryRead(Encoding.UTF8.GetBytes(Bar("2025-03-09 02:30:00")), EventTime.MinValue, out _));

        EventTime Read(string text, EventTime previous)
        {
            Assert.Null(reader.TryRead(Encoding.UTF8.GetBytes(Bar(text)), previous, out var bar));
            return bar.Time;
        }
    }

    [Fact]
    public void TryRead_OtherOrderSpacesEscapesAndExponents_IsTheSameBar()
    {
        var value = """
             {
              "volume" : 12E2, "cl\u006fse":2.50, "\u0025 change":-1.0e-1,
              "low":1.000,"high":30e-1,	"open":2, "datetime":"2025-03-07T20:54:00Z" }

            """u8;
        Assert.Null(new BarMessageReader().TryRead(value, EventTime.MinValue, out var bar));
        var buffer = new byte[BarMessage.MaxLength];
        Assert.Equal(
            """{"datetime":"2025-03-07 20:54:00","open":2,"high":3,"low":1,"close":2.5,"% change":-0.1,"volume":1200}""",
            Encoding.UTF8.GetString(buffer, 0, BarMessage.Write(buffer, bar)));
    }

    [Fact]
    public void TryRead_BarThatIsNotAfterTheOneBefore_IsRead()
    {
        // What repeats or revises a bar is told apart where bars are applied, not here.
        Assert.Null(new BarMessageReader().TryRead(
            Encoding.UTF8.GetBytes(Bar("2025-03-07 20:54:00")), CsvFolder.Utc("2025-03-08T00:00:00Z"), out var bar));
        Assert.Equal(CsvFolder.Utc("2025-03-07T20:54:00Z"), bar.Time);
    }

    private static string ReasonOf(byte[] value)
    {
        var reason = new BarMessageReader().TryRead(value, EventTime.MinValue, out var bar);
        Assert.NotNull(reason);
        Assert.Equal(default, bar);
        Assert.DoesNotContain('\n', reason);
        return reason;
    }

    private static string Bar(string time, string prices = Prices) => $"{{\"datetime\":\"{time}\",{prices}}}";

    /// <summary>A bar with one member's value replaced, or added.</summary>
    private static string With(string name, string value)
    {
        var members = new List<(string Name, string Value)>
        {
            ("datetime", "\"2025-03-07 20:54:00\""), ("open", "2"), ("high", "3"), ("low", "1"), ("close", "2.5"), ("% change", "0.1"),
        };
        var index = members.FindIndex(member => member.Name == name);
        if (index < 0)
            members.Add((name, value));
        else
            members[index] = (name, value);
        return "{" + string.Join(',', members.Select(member => $"\"{member.Name}\":{member.Value}")) + "}";
    }

    private static byte[] Concat(string before, byte single, string after) =>
        [.. Encoding.UTF8.GetBytes(before), single, .. Encoding.UTF8.GetBytes(after)];
}
