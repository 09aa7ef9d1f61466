using System.CommandLine;
using TradeBooks.Cli.Commands;
using TradeBooks.Domain.Settings;
using TradeBooks.Feeds.Csv;

namespace TradeBooks.Cli.Tests;

public sealed class CommonOptionsTests
{
    [Theory]
    [InlineData("30s", 30)]
    [InlineData("1m", 60)]
    [InlineData("5m", 300)]
    [InlineData("1h", 3600)]
    [InlineData("1d", 86_400)]
    [InlineData("366d", 366 * 86_400)]
    public void ParseInterval_Length_GivesIt(string text, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), CommonOptions.ParseInterval(text));

    [Fact]
    public void ParseInterval_NotGiven_GivesNone() => Assert.Null(CommonOptions.ParseInterval(null));

    [Theory]
    [InlineData("")]
    [InlineData("m")]
    [InlineData("5")]
    [InlineData("0m")]
    [InlineData("-5m")]
    [InlineData("1.5m")]
    [InlineData("1M")]
    [InlineData("five m")]
    [InlineData("2147483647d")]
    [InlineData("99999999999s")]
    public void ParseInterval_AnythingElse_SaysWhatToGive(string text)
    {
        var message = Assert.Throws<SettingException>(() => CommonOptions.ParseInterval(text)).Message;
        Assert.StartsWith($"--interval {text}: give a length such as", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("UTC", 0)]
    [InlineData("Asia/Tokyo", 9)]
    [InlineData("Asia/Kolkata", 5.5)]
    public void FindTimeZone_Known_GivesIt(string id, double hours) =>
        Assert.Equal(TimeSpan.FromHours(hours), CommonOptions.FindTimeZone(id).BaseUtcOffset);

    [Theory]
    [InlineData("")]
    [InlineData("Nowhere")]
    [InlineData("America")]
    [InlineData("Mars/Olympus")]
    [InlineData("../../etc/passwd")]
    [InlineData("/etc/passwd")]
    [InlineData("zone.tab")]
    public void FindTimeZone_Unknown_QuotesIt(string id)
    {
        var message = Assert.Throws<SettingException>(() => CommonOptions.FindTimeZone(id)).Message;
        Assert.Equal($"--timezone {id}: there is no such time zone", message);
    }

    [Fact]
    public void ParseLabelAndOrder_Words_GiveTheirMeaning()
    {
        Assert.Equal(BarLabel.Start, CommonOptions.ParseLabel("start"));
        Assert.Equal(BarLabel.End, CommonOptions.ParseLabel("end"));
        Assert.Equal(RowOrder.Ascending, CommonOptions.ParseOrder("ascending"));
        Assert.Equal(RowOrder.Descending, CommonOptions.ParseOrder("descending"));
    }

    [Theory]
    [InlineData("A B C", "--symbols", "A,B,C")]
    [InlineData("A B C", "--symbols", "A,B", "--symbols", "C")]
    [InlineData("A B C", "-s", " A , B,,C,")]
    [InlineData("")]
    public void List_Symbols_SplitsAtCommas(string expected, params string[] arguments)
    {
        var option = CommonOptions.Symbols();
        var result = new RootCommand { option }.Parse(arguments);
        Assert.Empty(result.Errors);
        Assert.Equal(expected.Split(' ', StringSplitOptions.RemoveEmptyEntries), CommonOptions.List(result, option));
    }

    [Theory]
    [InlineData(",")]
    [InlineData("")]
    [InlineData(" , ")]
    public void List_NothingButCommas_IsRefused(string value)
    {
        var option = CommonOptions.Symbols();
        var result = new RootCommand { option }.Parse(["--symbols", value]);
        Assert.Contains("--symbols", Assert.Throws<SettingException>(() => CommonOptions.List(result, option)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Set_Repeated_KeepsAll()
    {
        var option = CommonOptions.Set();
        Assert.Empty(new RootCommand { option }.Parse([]).GetValue(option)!);
        Assert.Equal(["a=1", "b=x=y"], new RootCommand { option }.Parse(["--set", "a=1", "--set", "b=x=y"]).GetValue(option)!);
    }

    [Theory]
    [InlineData("Unrecognized command or argument '--bogus'.", "--bogus", "3")]
    [InlineData("Cannot parse argument 'x' for option '--count'.", "--count", "x")]
    public void Say_WrongUsage_IsOneLineForAPerson(string expected, params string[] arguments)
    {
        var result = new RootCommand { new Option<int?>("--count") }.Parse(arguments);
        Assert.Equal(expected, UsageErrors.Say(result.Errors));
    }

    [Fact]
    public void Say_WrongWord_NamesTheOthersOnOneLine()
    {
        var result = new RootCommand { CommonOptions.Order() }.Parse(["--order", "sideways"]);
        var text = UsageErrors.Say(result.Errors);
        Assert.All(["'sideways'", "'ascending'", "'descending'"], part => Assert.Contains(part, text, StringComparison.Ordinal));
        Assert.DoesNotContain('\n', text);
    }
}
