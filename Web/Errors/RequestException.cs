namespace TradeBooks.Web.Errors;

/// <summary>The request can't be answered as it is.</summary>
/// <param name="status">HTTP status, 400 to 499.</param>
/// <param name="message">What is wrong with it.</param>
internal sealed class RequestException(int status, string message) : Exception(message)
{
    public int Status => status;
}
