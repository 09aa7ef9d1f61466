using System.Globalization;
using System.Text;

namespace TradeBooks.Storage.Tests;

public sealed class DecimalTextTests
{
    [Theory]
    [InlineData("0", "0.0000")]
    [InlineData("304.505", "304.5050")]
    [InlineData("0.00005", "0.0000")]
    [InlineData("0.00015", "0.0002")]
    [InlineData("0.00025", "0.0002")]
    [InlineData("0.000250000000000000000000001", "0.0003")]
    [InlineData("-0.00025", "-0.0002")]
    [InlineData("-0.00005", "0.0000")]
    [InlineData("0.99995", "1.0000")]
    [InlineData("99999.99995", "100000.0000")]
    [InlineData("922337203685477.5807", "922337203685477.5807")]
    [InlineData("1844674407370955.1615", "1844674407370955.1615")]
    [InlineData("1844674407370955.16155", "1844674407370955.1616")]
    [InlineData("1844674407370955.1616", "1844674407370955.1616")]
    [InlineData("79228162514264337593543950335", "79228162514264337593543950335.0000")]
    [InlineData("-79228162514264337593543950335", "-79228162514264337593543950335.0000")]
    public void WriteFixed4_KnownNumber_GivesKnownText(string number, string text) =>
        Assert.Equal(text, Fixed4(decimal.Parse(number, CultureInfo.InvariantCulture)));

    [Fact]
    public void WriteFixed4_AnyDecimal_EqualsTheFrameworksRounding()
    {
        var random = new Random(1);
        for (var i = 0; i < 300_000; i++)
            AssertFixed4(Any(random));
    }

    [Fact]
    public void WriteFixed4_TiesAndTheirNeighbours_GoToTheEvenDigit()
    {
        var random = new Random(2);
        for (var i = 0; i < 100_000; i++)
        {
            // Half of a ten-thousandth above any ten-thousandth, at any scale that holds it.
            var whole = new decimal(random.Next(), random.Next(3) == 0 ? random.Next() : 0, 0, random.Next(2) == 0, 4);
            var half = new decimal(5, 0, 0, whole < 0, 5);
            AssertFixed4(whole + half);
            var scale = (byte)random.Next(6, 10);
            var step = new decimal(1, 0, 0, false, scale);
            AssertFixed4(whole + half + step);
            AssertFixed4(whole + half - step);
            AssertFixed4(whole + half + new decimal(0, 0, 0, false, scale));
        }
    }

    [Fact]
    public void WriteShortest_AnyDecimal_ReadsBackWithoutTrailingZeros()
    {
        var random = new Random(3);
        Span<byte> buffer = stackalloc byte[40];
        for (var i = 0; i < 100_000; i++)
        {
            var value = i % 4 == 0 ? random.Next() : Any(random);
            var text = Encoding.UTF8.GetString(buffer[..DecimalText.WriteShortest(buffer, value)]);
            Assert.Equal(value, decimal.Parse(text, CultureInfo.InvariantCulture));
            Assert.False(text.Contains('.') && text[^1] is '0' or '.', $"{value} is written as {text}");
        }
    }

    [Theory]
    [InlineData("3", "3")]
    [InlineData("3.000", "3")]
    [InlineData("0.25", "0.25")]
    [InlineData("0.2500", "0.25")]
    [InlineData("4294967295", "4294967295")]
    [InlineData("4294967296", "4294967296")]
    [InlineData("0.0000000000000000000000000001", "0.0000000000000000000000000001")]
    public void WriteShortest_KnownNumber_GivesKnownText(string number, string text)
    {
        Span<byte> buffer = stackalloc byte[40];
        var written = DecimalText.WriteShortest(buffer, decimal.Parse(number, CultureInfo.InvariantCulture));
        Assert.Equal(text, Encoding.UTF8.GetString(buffer[..written]));
    }

    private static decimal Any(Random random)
    {
        var words = random.Next(1, 4);
        return new decimal(
            Word(random), words > 1 ? Word(random) : 0, words > 2 ? Word(random) : 0, random.Next(2) == 0, (byte)random.Next(29));
    }

    // All lengths of numbers, not only the longest.
    private static int Word(Random random) => (int)((uint)random.NextInt64(uint.MaxValue + 1L) >> random.Next(32));

    private static void AssertFixed4(decimal value)
    {
        var expected = decimal.Round(value, 4, MidpointRounding.ToEven).ToString("F4", CultureInfo.InvariantCulture);
        var text = Fixed4(value);
        if (text != (expected == "-0.0000" ? "0.0000" : expected))
            Assert.Fail($"{value} is written as {text}, not {expected}");
    }

    private static string Fixed4(decimal value)
    {
        Span<byte> buffer = stackalloc byte[35];
        return Encoding.UTF8.GetString(buffer[..DecimalText.WriteFixed4(buffer, value)]);
    }
}
