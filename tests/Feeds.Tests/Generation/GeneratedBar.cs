using System.Globalization;

namespace TradeBooks.Feeds.Tests.Generation;

/// <summary>A row of a generated file.</summary>
internal sealed record GeneratedBar(
    DateTime Time, decimal Open, decimal High, decimal Low, decimal Close, string PercentChange, long Volume)
{
    public static GeneratedBar[] Read(string path) => File.ReadLines(path).Skip(1).Select(Parse).ToArray();

    private static GeneratedBar Parse(string row)
    {
        var cells = row.Split(',');
        return new GeneratedBar(
            DateTime.ParseExact(cells[0], "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
            Price(cells[1]), Price(cells[2]), Price(cells[3]), Price(cells[4]), cells[5],
            cells.Length > 6 ? long.Parse(cells[6], CultureInfo.InvariantCulture) : 0);
    }

    private static decimal Price(string text)
    {
        var price = decimal.Parse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
        Assert.Equal(2, price.Scale);
        return price;
    }
}
