using System.Text;
using Confluent.Kafka;
using TradeBooks.Feeds.Kafka;

namespace TradeBooks.Feeds.Tests.Kafka.Messages;

public sealed class EndOfDataTests
{
    private static readonly byte[] Key = "AAPL"u8.ToArray();

    [Fact]
    public void Create_WithHeaders_IsAnEmptyValueAndTheHeader()
    {
        var message = EndOfData.Create(Key, withHeaders: true);
        Assert.Same(Key, message.Key);
        Assert.Empty(message.Value);
        var header = Assert.Single(message.Headers);
        Assert.Equal("tradebooks-control", header.Key);
        Assert.Equal("end-of-data", Encoding.UTF8.GetString(header.GetValueBytes()));
        Assert.True(EndOfData.Is(message.Value, message.Headers));
    }

    [Fact]
    public void Create_WithoutHeaders_IsTheValue()
    {
        var message = EndOfData.Create(Key, withHeaders: false);
        Assert.Same(Key, message.Key);
        Assert.Equal("{\"control\":\"end-of-data\"}", Encoding.UTF8.GetString(message.Value));
        Assert.Null(message.Headers);
        Assert.True(EndOfData.Is(message.Value, message.Headers));
    }

    [Theory]
    [InlineData("{\"control\":\"end-of-data\"}", true)]
    [InlineData(" {\r\n\t\"control\" : \"end-of-data\" }\n", true)]
    [InlineData("", false)]
    [InlineData("   ", false)]
    [InlineData("{}", false)]
    [InlineData("{\"control\":\"end-of-data\"", false)]
    [InlineData("{\"control\":\"end-of-data\"}}", false)]
    [InlineData("{\"control\":\"end-of-data\",\"symbol\":\"A\"}", false)]
    [InlineData("{\"control\":\"end-of- data\"}", false)]
    [InlineData("{\"Control\":\"end-of-data\"}", false)]
    [InlineData("{\"control\":\"pause\"}", false)]
    [InlineData("{\"datetime\":\"2025-03-07 20:54:00\"}", false)]
    [InlineData("end-of-data", false)]
    public void IsValue_AnyText_IsTheControlOrNot(string text, bool isControl)
    {
        var value = Encoding.UTF8.GetBytes(text);
        Assert.Equal(isControl, EndOfData.IsValue(value));
        Assert.Equal(isControl, EndOfData.Is(value, null));
    }

    [Fact]
    public void Is_OtherHeadersOrAValueBesides_IsNot()
    {
        var header = EndOfData.Create(Key, withHeaders: true).Headers;
        Assert.True(EndOfData.Is([], header));
        Assert.False(EndOfData.Is([], null));
        Assert.False(EndOfData.Is([], []));
        Assert.False(EndOfData.Is([], new Headers { { EndOfData.HeaderName, "pause"u8.ToArray() } }));
        Assert.False(EndOfData.Is([], new Headers { { EndOfData.HeaderName, null } }));
        // A bar is a bar, whatever its headers.
        Assert.False(EndOfData.Is("{\"datetime\":1}"u8, header));
    }
}
