using System.CommandLine;
using TradeBooks.Cli.Commands;
using TradeBooks.Domain.Settings;

namespace TradeBooks.Cli.Tests;

public sealed class ServeOptionTests
{
    [Theory]
    [InlineData("", null)]
    [InlineData("--serve", 5080)]
    [InlineData("--serve=0", 0)]
    [InlineData("--serve=8081", 8081)]
    [InlineData("--serve --port 8081", 8081)]
    [InlineData("--port 8081 --serve", 8081)]
    [InlineData("--port=0 --serve", 0)]
    [InlineData("--serve=8081 --port 8081", 8081)]
    [InlineData("--serve=65535", 65535)]
    public void Read_Arguments_GivesThePort(string arguments, int? expected) => Assert.Equal(expected, Read(arguments));

    [Theory]
    [InlineData("--port 8081", "--port 8081: it is the port of --serve")]
    [InlineData("--serve=8081 --port 8082", "--serve=8081 and --port 8082 are two ports")]
    [InlineData("--serve=http", "--serve=http: give a port")]
    [InlineData("--serve=65536", "--serve=65536: give a port")]
    [InlineData("--serve --port 65536", "--port 65536: give a port")]
    [InlineData("--serve --port -1", "--port -1: give a port")]
    [InlineData("--serve --port http", "--port http: give a port")]
    public void Read_WhatCannotBe_SaysWhich(string arguments, string expected) =>
        Assert.StartsWith(expected, Assert.Throws<SettingException>(() => Read(arguments)).Message, StringComparison.Ordinal);

    private static int? Read(string arguments)
    {
        var command = new RootCommand();
        var option = ServeOption.AddTo(command, "now");
        var result = command.Parse(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Empty(result.Errors);
        return option.Read(result);
    }
}
