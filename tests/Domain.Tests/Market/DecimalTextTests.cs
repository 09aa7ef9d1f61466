using System.Numerics;
using System.Text;
using TradeBooks.Domain.Market;

namespace TradeBooks.Domain.Tests.Market;

public sealed class DecimalTextTests
{
    [Theory]
    [InlineData("0", 0, 0)]
    [InlineData("0.00000000", 0, 8)]
    [InlineData("61837.63000000", 6_183_763_000_000, 8)]
    [InlineData("10", 10, 0)]
    [InlineData("123456789012345678", 123_456_789_012_345_678, 0)]
    [InlineData("9223372036854775807", long.MaxValue, 0)]
    [InlineData("92233720368.54775807", long.MaxValue, 8)]
    [InlineData("0.0000000000000000000000000001", 1, 28)]
    public void TryParse_PlainText_IsWrittenTheSame(string text, long mantissa, int scale)
    {
        Assert.True(DecimalText.TryParse(text, out var value));
        Assert.Equal((mantissa, scale), (value.Mantissa, (int)value.Scale));
        Span<byte> written = stackalloc byte[DecimalText.MaxLength];
        Assert.Equal(text, Encoding.ASCII.GetString(written[..DecimalText.Write(value, written)]));
        Assert.Equal(text, value.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData(".5")]
    [InlineData("1.")]
    [InlineData("-1")]
    [InlineData("+1")]
    [InlineData("1e5")]
    [InlineData("007")]
    [InlineData("00.5")]
    [InlineData("1.2.3")]
    [InlineData(" 1")]
    [InlineData("1 ")]
    [InlineData("١")]
    [InlineData("9223372036854775808")]
    [InlineData("92233720368.54775808")]
    [InlineData("18446744073709551617")]
    [InlineData("99999999999999999999999999")]
    [InlineData("0.00000000000000000000000000001")]
    public void TryParse_OtherText_IsRefused(string text) => Assert.False(DecimalText.TryParse(text, out _));

    [Fact]
    public void TryParse_RandomDigits_GivesTheNumberOrRefusesWhatDoesNotFit()
    {
        var random = new Random(11);
        for (var round = 0; round < 20_000; round++)
        {
            var digits = string.Concat(Enumerable.Range(0, random.Next(1, 22)).Select(_ => (char)('0' + random.Next(10)))).TrimStart('0');
            if (digits.Length == 0)
                continue;
            var point = random.Next(1, digits.Length + 1);
            var text = point < digits.Length ? digits[..point] + "." + digits[point..] : digits;
            var expected = BigInteger.Parse(digits, System.Globalization.CultureInfo.InvariantCulture);
            Assert.Equal(expected <= long.MaxValue, DecimalText.TryParse(text, out var value));
            if (expected <= long.MaxValue)
                Assert.Equal(expected, value.Mantissa);
        }
    }

    [Fact]
    public void Write_NegativeNumber_Throws() =>
        Assert.Throws<ArgumentException>(() => DecimalText.Write(new Decimal64(-1, 0), new byte[DecimalText.MaxLength]));
}
