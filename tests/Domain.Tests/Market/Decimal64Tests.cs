using System.Globalization;
using TradeBooks.Domain.Market;

namespace TradeBooks.Domain.Tests.Market;

public sealed class Decimal64Tests
{
    [Theory]
    [InlineData("0", 0, 0)]
    [InlineData("1", 1, 0)]
    [InlineData("304.5050", 304505, 3)]
    [InlineData("-0.10", -1, 1)]
    [InlineData("100.00", 100, 0)]
    [InlineData("9223372036854775807", long.MaxValue, 0)]
    [InlineData("0.0000000000000000000000000001", 1, 28)]
    public void FromDecimal_Number_HasAsFewDecimalsAsHoldIt(string text, long mantissa, int scale)
    {
        var value = Decimal64.FromDecimal(decimal.Parse(text, CultureInfo.InvariantCulture));
        Assert.Equal((mantissa, scale), (value.Mantissa, value.Scale));
    }

    [Theory]
    [InlineData("9223372036854775808")]
    [InlineData("-9223372036854775808.5")]
    [InlineData("1.2345678901234567891")]
    [InlineData("79228162514264337593543950335")]
    public void FromDecimal_TooManyDigits_Overflows(string text)
    {
        var value = decimal.Parse(text, CultureInfo.InvariantCulture);
        var error = Assert.Throws<OverflowException>(() => Decimal64.FromDecimal(value));
        Assert.Contains(text, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Conversions_RandomNumbers_AreExact()
    {
        var random = new Random(1);
        for (var i = 0; i < 20_000; i++)
        {
            var value = Random(random);
            var same = Decimal64.FromDecimal(value.ToDecimal());
            Assert.True(same == value && same.GetHashCode() == value.GetHashCode(), $"{value} became {same}");
            // Correctly rounded: what the text of the number parses to. Beyond 15 digits or 22 decimals it may be a bit off.
            if (Math.Abs(value.Mantissa) < 1_000_000_000_000_000 && value.Scale <= 22)
                Assert.Equal(double.Parse(value.ToString(), CultureInfo.InvariantCulture), value.ToDouble());
        }
    }

    [Fact]
    public void Comparison_AcrossScales_IsThatOfTheNumbers()
    {
        var random = new Random(2);
        for (var i = 0; i < 20_000; i++)
        {
            var (left, right) = (Random(random), Random(random));
            if (random.Next(4) == 0)
                right = new Decimal64(left.Mantissa / 10, (byte)Math.Max(0, left.Scale - 1));
            var expected = left.ToDecimal().CompareTo(right.ToDecimal());
            Assert.True(expected == Math.Sign(left.CompareTo(right)), $"{left} and {right}: {left.CompareTo(right)}");
            Assert.Equal(
                [expected == 0, expected != 0, expected < 0, expected > 0, expected <= 0, expected >= 0],
                new[] { left == right, left != right, (left < right), (left > right), left <= right, left >= right });
            Assert.Equal(expected == 0, left.Equals((object)right));
        }
    }

    [Theory]
    [InlineData(5, 1, 3, 500L)]
    [InlineData(-5, 1, 3, -500L)]
    [InlineData(500, 3, 1, 5L)]
    [InlineData(505, 3, 1, null)]
    [InlineData(0, 28, 0, 0L)]
    [InlineData(922337203685477580, 0, 1, 9223372036854775800L)]
    [InlineData(922337203685477581, 0, 1, null)]
    [InlineData(-922337203685477580, 0, 1, -9223372036854775800L)]
    [InlineData(-922337203685477581, 0, 1, null)]
    [InlineData(1, 0, 18, 1_000_000_000_000_000_000L)]
    [InlineData(1, 0, 19, null)]
    [InlineData(10, 0, 28, null)]
    public void TryRescale_ToOtherDecimals_IsExactOrRefused(long mantissa, byte from, byte to, long? expected)
    {
        var fits = new Decimal64(mantissa, from).TryRescale(to, out var rescaled);
        Assert.Equal(expected is not null, fits);
        if (expected is { } value)
            Assert.Equal(value, rescaled);
    }

    [Theory]
    [InlineData(304505, 3, "304.505")]
    [InlineData(-5, 2, "-0.05")]
    [InlineData(100, 2, "1.00")]
    [InlineData(0, 0, "0")]
    [InlineData(long.MinValue, 0, "-9223372036854775808")]
    public void ToString_Number_HasItsDecimalsAndAPoint(long mantissa, byte scale, string expected)
    {
        Assert.Equal(expected, new Decimal64(mantissa, scale).ToString());
        Assert.Equal(decimal.Parse(expected, CultureInfo.InvariantCulture), new Decimal64(mantissa, scale).ToDecimal());
    }

    private static Decimal64 Random(Random random)
    {
        var digits = random.Next(1, 19);
        var mantissa = random.NextInt64(0, (long)Math.Pow(10, digits)) * (random.Next(3) == 0 ? -1 : 1);
        return new Decimal64(mantissa, (byte)random.Next(random.Next(2) == 0 ? 5 : 29));
    }
}
