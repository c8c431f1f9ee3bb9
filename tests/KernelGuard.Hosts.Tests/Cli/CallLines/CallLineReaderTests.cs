using System.Globalization;
using System.Text;
using KernelGuard.Cli.CallLines;

namespace KernelGuard.Hosts.Tests.Cli.CallLines;

public sealed class CallLineReaderTests
{
    [Fact]
    public void Read_AllKeys_GivesThem()
    {
        var call = Read("""
            {"id":"c1","session":"s1","agent":{"id":"bot","roles":["desk"],"trust":"new","since":"2026-01-02","attributes":{"team":"eu"}},
             "user":{"id":"u7","roles":["clerk"],"tenant":"t","workspace":"w","attributes":{"team":"eu"}},
             "tool":"Refunds.Issue","args":{"amount":120},"resource":{"type":"order"},"context":{"x":1},"env":{"name":"prod"},
             "batch":"b1","direct":true,"needs_approval":true,"follows_tool_results":true,"time":"2026-11-20T10:00:00Z","result":{"a":[1]},"error":null,"unknown":[{}]}
            """);

        Assert.Equal(("c1", "s1", "b1", "Refunds.Issue"), (call.Id, call.Session, call.Batch, call.Tool));
        Assert.Equal("bot", call.Agent!.Id);
        Assert.Equal("eu", call.Agent.Attributes["team"]);
        Assert.Equal(["desk"], call.Agent.Roles!);
        Assert.Equal(("new", new DateTimeOffset(2026, 1, 2, 0, 0, 0, TimeSpan.Zero)), (call.Agent.Trust, call.Agent.Since));
        Assert.Equal(("u7", "t", "w"), (call.User!.Id, call.User.Tenant, call.User.Workspace));
        Assert.Equal(["clerk"], call.User.Roles!);
        Assert.Equal("eu", call.User.Attributes["team"]);
        Assert.Equal("""{"amount":120}""", call.ArgumentsJson);
        Assert.Equal(["type"], call.Resource!.Keys);
        Assert.Equal(["x"], call.Context!.Keys);
        Assert.Equal(["name"], call.Environment!.Keys);
        Assert.Equal(new DateTimeOffset(2026, 11, 20, 10, 0, 0, TimeSpan.Zero), call.Time);
        Assert.Equal("""{"a":[1]}""", call.Result!.Value.GetRawText());
        Assert.Null(call.Error);
        Assert.Equal((true, true, true), (call.IsDirect, call.NeedsApproval, call.FollowsToolResults));
    }

    [Fact]
    public void Read_ToolOnly_LeavesTheRestAbsent()
    {
        var call = Read("""{"tool":"t","agent":"bot","user":"u"}""");

        Assert.Equal("{}", call.ArgumentsJson);
        Assert.Equal(("bot", "u"), (call.Agent!.Id, call.User!.Id));
        Assert.Null(call.User.Roles);
        Assert.Null(call.Id ?? call.Session ?? call.Batch ?? call.Error);
        Assert.Null(call.Time);
        Assert.Null(call.Result);
        Assert.Equal((false, false, false), (call.IsDirect, call.NeedsApproval, call.FollowsToolResults));
    }

    [Theory]
    [InlineData("""{"tool":"t","id":null,"session":null,"agent":null,"user":null,"context":null,"time":null,"result":null}""")]
    [InlineData("""{"tool":"t","user":{"id":"u","roles":null,"attributes":null}}""")]
    [InlineData("""{"session":"s","user_text":"hello"}""")]
    [InlineData("""{"user_text":""}""")]
    [InlineData("""{"tool":"t","args":{"a":NaN}}""")]
    [InlineData("""{"tool":"t","error":{"message":"no"}}""")]
    public void Read_NullOrOptional_IsNoProblem(string line) => Assert.Null(ProblemOf(line));

    [Theory]
    [InlineData("[]", "the line is not a JSON object")]
    [InlineData("null", "the line is not a JSON object")]
    [InlineData("{}", "the line has neither `tool` nor `user_text`")]
    [InlineData("""{"args":{}}""", "the line has neither `tool` nor `user_text`")]
    [InlineData("""{"tool":null}""", "the line has neither `tool` nor `user_text`")]
    [InlineData("""{"tool":""}""", "`tool` is not a string of at least one character")]
    [InlineData("""{"tool":7}""", "`tool` is not a string")]
    [InlineData("""{"tool":"t","session":7}""", "`session` is not a string")]
    [InlineData("""{"tool":"t","session":""}""", "`session` is not a string of at least one character")]
    [InlineData("""{"tool":"t","id":7}""", "`id` is not a string")]
    [InlineData("""{"tool":"t","batch":[]}""", "`batch` is not a string")]
    [InlineData("""{"tool":"t","agent":7}""", "`agent` is not a string")]
    [InlineData("""{"tool":"t","agent":{}}""", "`agent` has no `id`")]
    [InlineData("""{"tool":"t","agent":{"id":""}}""", "`agent.id` is not a string of at least one character")]
    [InlineData("""{"tool":"t","agent":{"id":"a","attributes":[]}}""", "`agent.attributes` is not an object")]
    [InlineData("""{"tool":"t","agent":{"id":"a","roles":5}}""", "`agent.roles` is not an array of strings")]
    [InlineData("""{"tool":"t","agent":{"id":"a","trust":1}}""", "`agent.trust` is not a string")]
    [InlineData("""{"tool":"t","agent":{"id":"a","since":"yesterday"}}""", "`agent.since` is not a date such as 2026-11-20 or a time such as 2026-11-20T10:00:00Z")]
    [InlineData("""{"tool":"t","direct":"yes"}""", "`direct` is not true or false")]
    [InlineData("""{"tool":"t","needs_approval":1}""", "`needs_approval` is not true or false")]
    [InlineData("""{"tool":"t","follows_tool_results":"no"}""", "`follows_tool_results` is not true or false")]
    [InlineData("""{"tool":"t","result":1,"error":"e"}""", "the line has both `result` and `error`")]
    [InlineData("""{"tool":"t","user":{"id":"u","id":"v"}}""", "`user.id` stands twice")]
    [InlineData("""{"tool":"t","user":{"id":"u","roles":"clerk"}}""", "`user.roles` is not an array of strings")]
    [InlineData("""{"tool":"t","user":{"id":"u","roles":["clerk",7]}}""", "`user.roles` is not an array of strings")]
    [InlineData("""{"tool":"t","user":{"id":"u","tenant":7}}""", "`user.tenant` is not a string")]
    [InlineData("""{"tool":"t","user":{"id":"u","attributes":{"a":1,"A":2}}}""", "`user` has attributes that cannot be judged")]
    [InlineData("""{"tool":"t","context":[]}""", "`context` is not an object")]
    [InlineData("""{"tool":"t","context":{"a":1,"a":2}}""", "`context` holds a key twice")]
    [InlineData("""{"tool":"t","env":"prod"}""", "`env` is not an object")]
    [InlineData("""{"tool":"t","resource":"order"}""", "`resource` is not an object")]
    [InlineData("""{"tool":"t","user_text":7}""", "`user_text` is not a string")]
    [InlineData("""{"tool":"t","tool":"u"}""", "`tool` stands twice")]
    [InlineData("""{"tool":"t","args":{},"args":{}}""", "`args` stands twice")]
    [InlineData("""{"tool":"t","args":{},"\u0061rgs":{}}""", "`args` stands twice")]
    [InlineData("""{"tool":"t","time":7}""", "`time` is not a string")]
    [InlineData("""{"tool":"t","time":"yesterday"}""", "`time` is not a time such as 2026-11-20T10:00:00Z")]
    [InlineData("""{"tool":"t","time":"2026-11-20"}""", "`time` is not a time such as 2026-11-20T10:00:00Z")]
    [InlineData("""{"tool":"t","time":"2026-11-20T10:00:00"}""", "`time` is not a time such as 2026-11-20T10:00:00Z")]
    [InlineData("""{"tool":"t","time":"0001-01-01T00:00:00Z"}""", "`time` is not between 1970 and 9998")]
    [InlineData("""{"tool":"t","time":"9999-12-31T23:59:59Z"}""", "`time` is not between 1970 and 9998")]
    [InlineData("""{"tool":"t\ud800"}""", "the line holds text with half of a surrogate pair")]
    [InlineData("""{"tool":"t","\ud800":1}""", "the line holds text with half of a surrogate pair")]
    [InlineData("""{"tool":"t",}""", "the line is not valid JSON at byte 13")]
    [InlineData("""{"tool":"t"} x""", "the line is not valid JSON at byte 14")]
    [InlineData("""{"tool":"t","result":NaN}""", "the line is not valid JSON at byte 22")]
    [InlineData("""{"tool":"t" /* comment */}""", "the line is not valid JSON at byte 13")]
    [InlineData("not json", "the line is not valid JSON at byte 2")]
    public void Read_BrokenEnvelope_SaysWhat(string line, string problem) => Assert.Equal(problem, ProblemOf(line));

    [Fact]
    public void Read_InvalidUtf8_SaysSo() =>
        Assert.Equal("the line is not valid UTF-8", CallLineReader.Read(new InputLine(1, "{\"tool\":\"t\xff\"}"u8.ToArray().Select((b, i) => i == 10 ? (byte)0xFF : b).ToArray(), false), out _));

    [Fact]
    public void Read_TooLong_SaysSo() =>
        Assert.Equal("the line is longer than 16777216 bytes", CallLineReader.Read(new InputLine(1, default, true), out _));

    [Fact]
    public void Read_DeepEnvelope_SaysSo()
    {
        var deep = new string('[', 100_000) + new string(']', 100_000);

        Assert.StartsWith("the line is not valid JSON at byte", ProblemOf($$"""{"tool":"t","result":{{deep}}}"""), StringComparison.Ordinal);
        Assert.Null(ProblemOf($$"""{"tool":"t","args":{{deep}}}"""));
    }

    [Theory]
    [InlineData("2026-11-20T10:00:00Z", "2026-11-20T10:00:00.0000000Z")]
    [InlineData("2026-11-20T10:00:00.1234567Z", "2026-11-20T10:00:00.1234567Z")]
    [InlineData("2026-11-20T10:00:00+02:00", "2026-11-20T08:00:00.0000000Z")]
    [InlineData("2026-11-20T10:00-05:00", "2026-11-20T15:00:00.0000000Z")]
    public void Read_Time_IsTakenInUtc(string text, string expected) =>
        Assert.Equal(expected, Read($$"""{"tool":"t","time":"{{text}}"}""").Time!.Value.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffffffZ", CultureInfo.InvariantCulture));

    private static CallLine Read(string line)
    {
        Assert.Null(CallLineReader.Read(new InputLine(1, Encoding.UTF8.GetBytes(line), false), out var call));
        return call;
    }

    private static string? ProblemOf(string line) => CallLineReader.Read(new InputLine(1, Encoding.UTF8.GetBytes(line), false), out _);
}
