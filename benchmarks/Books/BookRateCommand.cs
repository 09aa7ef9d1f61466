using System.CommandLine;

namespace TradeBooks.Benchmarks.Books;

/// <summary><c>books</c>: level updates of both books in memory, and frames of Binance's depth stream to events and to a book.</summary>
internal static class BookRateCommand
{
    public static Command Create()
    {
        var rounds = new Option<int>("--rounds") { Description = "How often each case is measured, after one that does not count", DefaultValueFactory = _ => 9 };
        var command = new Command("books", "Order books and parsers on a recorded stream, in memory") { rounds };
        command.SetAction(result => new BookRate(DepthCapture.Load(), Console.Out).Run(result.GetValue(rounds)));
        return command;
    }
}
