# Asks the daemon where this shell should be: one connection to its socket a question, no process while it is up.
# Part of pyguard.psm1, whose state it shares.

$number = 0
$mode = 'daemon'
# What the last question said of this shell: an answer holds for that alone.
$asked = ''
# Whether somebody took the question that was sent last, be it too slowly.
$isTaken = $false
$pending = $null
$utf8 = [Text.UTF8Encoding]::new($false, $true)
$decisions = '', 'allow', 'advise', 'refuse'
$usablePath = [regex]'\A/[^:\x00-\x1f\x7f-\x9f]+\z'
# What stays as it is while this shell lives: who types, whether errors are seen, and by an editor's user.
$flags = 'i'
if (-not [Console]::IsErrorRedirected) { $flags += 't' }
if ("$env:TERM_PROGRAM$env:TERMINAL_EMULATOR" -cmatch 'vscode|zed|JetBrains') { $flags += 'e' }

# Asks and applies. .NET holds no name that is not UTF-8: in such a directory nothing is asked.
function Invoke-Question {
    $script:seen = ''
    if ($script:directory.Contains([string][char]0xFFFD)) { return }
    $answer = Receive-Pending
    if ($null -eq $answer) {
        $question = New-Question
        $answer = Get-Answer $question
    }
    if ($null -ne $answer) { Complete-Answer $answer }
}

function New-Question {
    $script:number++
    $current = [string][Environment]::GetEnvironmentVariable('VIRTUAL_ENV')
    $active = [string][Environment]::GetEnvironmentVariable('PYGUARD_ACTIVE')
    $conda = [string][Environment]::GetEnvironmentVariable('CONDA_PREFIX')
    $script:asked = [string]::Join(':', $directory, $current, $conda, $active)
    $flags = $script:flags
    if ($script:left.Length -gt 0) { $flags += 'h' }
    if ($current.Length -gt 0 -and [string]::Equals($current, $script:firstEnvironment)) { $flags += 'b' }
    if ([string]::Equals($conda, $script:firstConda)) { $conda = '' }
    if ($script:birth.Length -gt 0 -or $current.Length -gt 0) { Save-Evidence $current }
    $fields = 'pyguard/1', $script:number, 'here', 'pwsh', $script:version, $PID, $script:directory, $current,
        $active, $conda, $script:witness, $script:evidence, $flags, ".`0"
    $script:utf8.GetBytes([string]::Join("`0", $fields))
}

# What this shell saw with its own eyes: an environment that was made here, or one that was activated by hand.
function Save-Evidence([string]$current) {
    if ($script:birth.Length -gt 0 -and [IO.File]::Exists("$script:birth/.venv/pyvenv.cfg")) {
        $script:evidence = "born:$script:birth"
        return
    }
    # Nothing was made: what comes later with a download is no birth. Half-made may still be completed.
    if ($script:birth.Length -gt 0 -and -not (Test-Exists "$script:birth/.venv")) { $script:birth = '' }
    if ($current.Length -gt 0 -and $script:drawn -and $script:evidence.Length -eq 0 -and
        -not [string]::Equals($current, $script:environmentBefore) -and -not [string]::Equals($current, $script:put)) {
        $script:evidence = "activated:$current"
    }
}

# The daemon, or one run of the same code where that is how pyguard is to work; else null.
function Get-Answer([byte[]]$question) {
    $isOnce = @('0', 'off', 'OFF').Contains([string]$env:PYGUARD_DAEMON) -or
        [IO.File]::Exists("$script:runtime/off")
    $script:mode = if ($isOnce) { 'once' } else { 'daemon' }
    if ($isOnce) {
        if (Test-VenvAbove) { return Get-AnswerOnce $question }
        return @('pyguard/1', [string]$script:number, $script:directory, 'out') + @('') * 7 + @('0', '', '', '', '.')
    }
    if ((Test-RuntimeOwn) -and -not (Test-Mute)) {
        $answer = Send-Question $question 50
        # Whoever takes a question is there.
        if ($script:isTaken) { return $answer }
    }
    if ((Test-Present) -or -not (Start-Daemon)) { return $null }
    Send-Question $question 50
}

# Sends one question and waits for its answer. Send and receive time limits are set first: connecting obeys them.
function Send-Question([byte[]]$question, [int]$milliseconds) {
    $clock = [Diagnostics.Stopwatch]::StartNew()
    $exchange = New-Exchange
    $script:isTaken = $false
    try {
        $exchange.Socket = [Net.Sockets.Socket]::new('Unix', 'Stream', 'Unspecified')
        $exchange.Socket.SendTimeout = $exchange.Socket.ReceiveTimeout = $milliseconds
        $exchange.Socket.Connect([Net.Sockets.UnixDomainSocketEndPoint]::new("$script:runtime/sock"))
        $null = $exchange.Socket.Send($question)
        $script:isTaken = $true
        # What the first question of a session takes is compilation, not waiting.
        if ($script:number -eq 1) { $clock.Restart() }
        $answer = Receive-Answer $exchange ($milliseconds - $clock.ElapsedMilliseconds)
        if ($null -eq $answer -and -not $exchange.Ended) {
            Write-Mute
            $script:pending = $exchange
            $exchange = $null
        }
        $answer
    } catch [Net.Sockets.SocketException] {
        $code = [string]$_.Exception.GetBaseException().SocketErrorCode
        if (@('TimedOut', 'WouldBlock').Contains($code)) {
            $script:isTaken = $true
            Write-Mute
        }
        $null
    } finally {
        if ($null -ne $exchange -and $null -ne $exchange.Socket) { $exchange.Socket.Dispose() }
    }
}

# What came so far in answer to the question that was made last: a byte more than there may be.
function New-Exchange {
    @{
        Number = [string]$script:number; Directory = $script:directory; Asked = $script:asked; Socket = $null
        Bytes = [byte[]]::new(16385); Length = 0; Ended = $false
    }
}

# The answer to a question that was missed, if it is there by now and still fits; never waited for.
function Receive-Pending {
    $exchange = $script:pending
    if ($null -eq $exchange) { return $null }
    $answer = $null
    $asked = [string]::Join(':', $directory, $env:VIRTUAL_ENV, $env:CONDA_PREFIX, $env:PYGUARD_ACTIVE)
    if ([string]::Equals($exchange.Asked, $asked)) {
        try { $answer = Receive-Answer $exchange 0 } catch { $exchange.Ended = $true }
        if ($null -eq $answer -and -not $exchange.Ended -and (Test-Mute)) { return $null }
    }
    $exchange.Socket.Dispose()
    $script:pending = $null
    $answer
}

# The fields of an answer, as far as waiting brings it; null where it is not whole or not right.
function Receive-Answer([hashtable]$exchange, [int]$milliseconds) {
    $clock = [Diagnostics.Stopwatch]::StartNew()
    while (-not $exchange.Ended) {
        $left = [Math]::Max(0, $milliseconds - $clock.ElapsedMilliseconds)
        if (-not $exchange.Socket.Poll($left * 1000, 'SelectRead')) { return $null }
        $room = $exchange.Bytes.Length - $exchange.Length
        $received = $exchange.Socket.Receive($exchange.Bytes, $exchange.Length, $room, 'None')
        $exchange.Length += $received
        if ($received -eq 0) { $exchange.Ended = $true }
        $answer = Read-Answer $exchange
        if ($null -ne $answer) { return $answer }
    }
    $null
}

function Read-Answer([hashtable]$exchange) {
    $bytes = $exchange.Bytes
    $length = $exchange.Length
    if ($length -gt 16384) { $exchange.Ended = $true }
    if ($length -lt 3 -or $exchange.Ended -or
        $bytes[$length - 3] -ne 0 -or $bytes[$length - 2] -ne 46 -or $bytes[$length - 1] -ne 0) { return $null }
    try {
        $fields = $script:utf8.GetString($bytes, 0, $length - 1).Split([char]0)
        if (Test-Answer $fields $exchange) { return $fields }
    } catch [ArgumentException] {
        $exchange.Ended = $true
    }
    $null
}

# Checks all that can be checked; the directory and the number are those of the question, byte for byte.
function Test-Answer([string[]]$fields, [hashtable]$exchange) {
    $count = $fields.Length
    if ($count -lt 16 -or -not [string]::Equals($fields[0], 'pyguard/1') -or
        -not [string]::Equals($fields[1], $exchange.Number) -or
        -not [string]::Equals($fields[2], $exchange.Directory) -or
        -not [string]::Equals($fields[$count - 1], '.')) { return $false }
    if ([string]::Equals($fields[13], 'route')) {
        if (-not [string]::Equals($fields[15], [string]($count - 17))) { return $false }
    } elseif ($count -ne 16 -or -not $script:decisions.Contains($fields[13])) {
        return $false
    }
    $environment = $fields[4]
    if ([string]::Equals($fields[3], 'in')) {
        return $script:usablePath.IsMatch($environment) -and (Test-Within $fields[5])
    }
    @('out', 'keep').Contains($fields[3]) -and $environment.Length -eq 0
}

# The same answer from one run of the same code; a process, so only after a real change.
function Get-AnswerOnce([byte[]]$question) {
    $process = Start-Launch @('answer')
    $process.StandardInput.BaseStream.Write($question, 0, $question.Length)
    $process.StandardInput.Close()
    $bytes = [IO.MemoryStream]::new()
    if (-not $process.StandardOutput.BaseStream.CopyToAsync($bytes).Wait(5000)) { return $null }
    $exchange = New-Exchange
    $exchange.Bytes = $bytes.ToArray()
    $exchange.Length = $exchange.Bytes.Length
    Read-Answer $exchange
}
