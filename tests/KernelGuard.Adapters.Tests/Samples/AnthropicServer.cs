using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace KernelGuard.Adapters.Tests.Samples;

/// <summary>Speaks as much of the Messages protocol of Anthropic as one turn with tools needs, on this machine.</summary>
internal sealed partial class AnthropicServer : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Task _serving;
    private int _calls;

    public AnthropicServer()
    {
        using (var probe = new TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            Url = $"http://localhost:{((IPEndPoint)probe.LocalEndpoint).Port}/";
        }

        _listener.Prefixes.Add(Url);
        _listener.Start();
        _serving = ServeAsync();
    }

    public string Url { get; }

    /// <summary>What was sent, in order.</summary>
    public List<JsonObject> Requests { get; } = [];

    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _serving;
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            try
            {
                var context = await _listener.GetContextAsync();
                using var reader = new StreamReader(context.Request.InputStream);
                var request = JsonNode.Parse(await reader.ReadToEndAsync())!.AsObject();
                Requests.Add(request);
                var response = Encoding.UTF8.GetBytes(Answer(request).ToJsonString());
                context.Response.ContentType = "application/json";
                await context.Response.OutputStream.WriteAsync(response);
                context.Response.Close();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private JsonObject Answer(JsonObject request)
    {
        var last = request["messages"]!.AsArray()[^1]!["content"]!;
        var hasResult = last is JsonArray contents && contents.Any(content => (string?)content!["type"] == "tool_result");
        var amount = Amount().Match(last.ToJsonString()).Value;
        JsonObject content = hasResult
            ? new() { ["type"] = "text", ["text"] = "I have done what I could." }
            : new()
            {
                ["type"] = "tool_use",
                ["id"] = $"toolu_{++_calls}",
                ["name"] = "Refunds_Issue",
                ["input"] = new JsonObject { ["orderId"] = "A-1", ["amount"] = JsonNode.Parse(amount), ["currency"] = "USD" },
            };
        return new JsonObject
        {
            ["id"] = "msg_1",
            ["type"] = "message",
            ["role"] = "assistant",
            ["model"] = "m",
            ["content"] = new JsonArray(content),
            ["stop_reason"] = hasResult ? "end_turn" : "tool_use",
            ["stop_sequence"] = null,
            ["usage"] = new JsonObject { ["input_tokens"] = 1, ["output_tokens"] = 1 },
        };
    }

    [GeneratedRegex("[0-9]+(?= USD)")]
    private static partial Regex Amount();
}
