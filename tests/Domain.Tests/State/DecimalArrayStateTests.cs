using System.Globalization;
using System.Text.Json;
using TradeBooks.Domain.State;

namespace TradeBooks.Domain.Tests.State;

public sealed class DecimalArrayStateTests
{
    [Fact]
    public void Item_Decimals_KeepValueAndScale()
    {
        decimal[] saved = [1.50m, -0.0000000000000000000000000001m, decimal.MaxValue, 0m, 304.5050m];
        var restored = new decimal[saved.Length];
        new JsonStateReader(Json(saved)).Item("amounts", restored);
        Assert.Equal(
            saved.Select(v => v.ToString(CultureInfo.InvariantCulture)),
            restored.Select(v => v.ToString(CultureInfo.InvariantCulture)));
    }

    [Theory]
    [InlineData("""{"amounts":[1,2]}""")]
    [InlineData("""{"amounts":[1,2,"three"]}""")]
    [InlineData("""{"amounts":7}""")]
    [InlineData("""{"others":[1,2,3]}""")]
    public void Item_DecimalsOfAnotherShape_NamesTheField(string json)
    {
        var reader = new JsonStateReader(JsonDocument.Parse(json).RootElement);
        var error = Assert.Throws<StateException>(() => reader.Item("amounts", new decimal[3]));
        Assert.Contains("'amounts'", error.Message, StringComparison.Ordinal);
    }

    private static JsonElement Json(decimal[] values)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            new JsonStateWriter(json).Item("amounts", values);
            json.WriteEndObject();
        }

        return JsonDocument.Parse(stream.ToArray()).RootElement;
    }
}
