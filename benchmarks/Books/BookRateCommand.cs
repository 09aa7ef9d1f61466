using System.CommandLine;

namespace TradeBooks.Benchmarks.Books;

/// <summary><c>books</c>: level updates of both books in memory, and frames of Binance's depth stream to events and to a book.</summary>
internal static class BookRateCommand
{
    public static Command Create()
    {
        var rounds = new Option<int>("--rounds") { Description = "How often each case is measured, after one that does not count", DefaultValueFactory = _ => 9 };
        var symbols = new Option<int>("--symbols") { Description = "Books of the case with many of them", DefaultValueFactory = _ => 1000 };
        var command = new Command("books", "Order books and parsers on a recorded stream, in memory") { rounds, symbols };
        command.SetAction(result =>
        {
            var capture = DepthCapture.Load();
            new BookRate(capture, Console.Out).Run(result.GetValue(rounds));
            new ManyBooks(capture, result.GetValue(symbols), Console.Out).Run(Math.Max(1, result.GetValue(rounds) / 3));
        });
        return command;
    }
}
