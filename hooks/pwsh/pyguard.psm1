# pyguard in PowerShell from the first prompt on: enters and leaves .venv; reach.ps1 finds
# the daemon, ask.ps1 asks it, enter.ps1 enters, guard.ps1 wraps pip. Loaded once. Texts are compared by Equals: -ceq takes letters for equal that differ in their bytes.
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$PSDefaultParameterValues = @{}

$version = '0.1.0'
$programHome = [IO.Path]::GetDirectoryName([IO.Path]::GetDirectoryName($PSScriptRoot))
# What the last answer said, and where.
$seen = $seenEnvironment = $witness = $stamp = $marks = $ownPip = $line = ''
$venvHere = $false
# What this shell did and saw.
$put = $left = $birth = $evidence = $environmentBefore = $under = $underPrompt = ''
$off = $drawn = $deactivates = $inPrompt = $hidesPrefix = $writesItself = $false
$directory = ''
$pythonHome = $userPrompt = $activatedPrompt = $plainPrompt = $null
$firstEnvironment = [string]$env:VIRTUAL_ENV
$firstConda = [string]$env:CONDA_PREFIX

# Stands for the user's prompt and shows what that shows. The host keeps `$?` for the next command; the user's prompt
# sees it only if no statement of ours comes between.
$prompt = {
    param($original)
    $ok = $?
    $prefix = ''
    $isInner = $script:inPrompt
    if (-not $isInner) {
        $script:userPrompt = $original
        $prefix = Invoke-Hook
    }
    if ([object]::ReferenceEquals($original, $script:activatedPrompt)) { $original = $script:plainPrompt }
    if ($script:writesItself -and $prefix.Length -gt 0) { Microsoft.PowerShell.Utility\Write-Host $prefix -NoNewline }
    $script:inPrompt = $true
    try {
        if ($prefix.Length -eq 0 -or $script:writesItself) {
            if (-not $ok) { Microsoft.PowerShell.Utility\Write-Error '' -ErrorAction Ignore }
            & $original
        } else {
            if (-not $ok) { Microsoft.PowerShell.Utility\Write-Error '' -ErrorAction Ignore }
            $shown = @(& $original)
            # A prompt that is written by Write-Host returns a blank: from now on the prefix is written too.
            $script:writesItself = $shown.Count -eq 0 -or [string]::IsNullOrWhiteSpace([string]$shown[0])
            if (-not $script:writesItself) { $shown[0] = $prefix + [string]$shown[0] }
            $shown
        }
    } finally {
        $script:inPrompt = $isInner
    }
}

# Runs before every prompt and gives the prefix. Nothing of it is seen where it fails: an error would end the prompt.
function Invoke-Hook {
    $errors = $global:Error.Count
    $script:hidesPrefix = $false
    try {
        if (-not (Test-Unchanged)) { Update-Shell }
        if ($script:drawn -and $script:line.Length -gt 0) {
            [Console]::Error.WriteLine($script:line)
            $script:line = ''
        }
        $script:drawn = $true
        $script:environmentBefore = Read-Environment 'VIRTUAL_ENV'
        Get-Prefix
    } catch {
        ''
    } finally {
        Restore-Error $errors
    }
}

# Runs on every change of directory, so that `cd project; python app.py` is right. What it throws would stop the line.
function Invoke-LocationHook {
    $errors = $global:Error.Count
    try {
        if (-not (Test-Unchanged)) { Update-Shell }
    } catch {
        $script:seen = ''
    } finally {
        Restore-Error $errors
    }
}

# What we caught is no error of the user's.
function Restore-Error([int]$count) {
    while ($global:Error.Count -gt $count) { $global:Error.RemoveAt(0) }
}

# Tests of files and variables only (spec: unchanged).
function Test-Unchanged {
    $directory = $global:PWD.ProviderPath
    if (-not [string]::Equals($directory, $script:seen) -or
        -not [string]::Equals((Get-SeenEnvironment), $script:seenEnvironment) -or
        [IO.File]::Exists($script:notes)) { return $false }
    if ($script:mode -ceq 'daemon' -and -not [IO.File]::Exists("$script:runtime/$script:witness")) { return $false }
    $active = Read-Environment 'PYGUARD_ACTIVE'
    if ($active.Length -gt 0 -and (Test-ActivatedTwice)) { return $false }
    if ($script:marks.Contains('r')) { return $true }
    if ((Test-Exists "$directory/.venv") -ne $script:venvHere) { return $false }
    $active.Length -eq 0 -or (Test-Fresh $active.Substring(0, $active.IndexOf([char]':')))
}

function Get-SeenEnvironment {
    [Environment]::GetEnvironmentVariable('VIRTUAL_ENV') + ':' + [Environment]::GetEnvironmentVariable('CONDA_PREFIX') +
        ':' + [Environment]::GetEnvironmentVariable('PYGUARD')
}

# Whether the environment that we entered is as the daemon judged it. A file that is not there is of the year 1601.
function Test-Fresh([string]$environment) {
    $configuration = [IO.File]::GetLastWriteTimeUtc("$environment/pyvenv.cfg")
    if ($configuration.Year -lt 1700) { return $false }
    if ($script:stamp.Length -eq 0) { return $true }
    $judged = [IO.File]::GetLastWriteTimeUtc("$script:runtime/$script:stamp")
    $configuration -le $judged -and [IO.File]::GetLastWriteTimeUtc("$environment/bin") -le $judged
}

# A file, a directory, or a link that leads nowhere.
function Test-Exists([string]$path) {
    [IO.Directory]::Exists($path) -or [IO.File]::Exists($path)
}

function Read-Environment([string]$name) {
    [string][Environment]::GetEnvironmentVariable($name)
}

function Write-Environment([string]$name, [string]$value) {
    [Environment]::SetEnvironmentVariable($name, $value)
}

function Clear-Environment([string]$name) {
    [Environment]::SetEnvironmentVariable($name, [NullString]::Value)
}

# Outside of the file system, in Env: or Cert:, nothing changes.
function Update-Shell {
    if ($global:PWD.Provider.Name -cne 'FileSystem') { return }
    $script:directory = $global:PWD.ProviderPath
    Read-Note
    if (Resolve-Shell) { Invoke-Question }
    Sync-Alias
    Publish-State
}

# What needs no daemon: leaving, and seeing what was done by hand. False where pyguard is off.
function Resolve-Shell {
    if (Test-Off) {
        Exit-Environment
        return $false
    }
    $environment, $root = Get-Active
    if ($environment.Length -gt 0) {
        $current = Read-Environment 'VIRTUAL_ENV'
        if ($current.Length -eq 0) {
            $script:left = $root
            Exit-Environment
        } elseif (-not [string]::Equals($current, $environment) -or -not (Test-Within $root)) {
            Exit-Environment
        } elseif (-not $script:marks.Contains('r') -and -not [IO.File]::Exists("$environment/pyvenv.cfg")) {
            Exit-Environment
        } elseif (Test-ActivatedTwice) {
            Enter-Environment $environment $root
        }
    }
    if ($script:left.Length -gt 0 -and -not (Test-Within $script:left)) { $script:left = '' }
    $true
}

function Test-Off {
    $script:off -or @('off', 'OFF', '0').Contains((Read-Environment 'PYGUARD'))
}

# The two parts of the marker of what we entered.
function Get-Active {
    $active = Read-Environment 'PYGUARD_ACTIVE'
    $colon = $active.IndexOf([char]':')
    if ($colon -lt 0) { return '', '' }
    $active.Substring(0, $colon), $active.Substring($colon + 1)
}

# Whether the directory is $above or below it, component by component.
function Test-Within([string]$above) {
    if ($above.Length -eq 0) { return $false }
    $directory = $script:directory
    $start = if ($above.EndsWith([string]'/', 'Ordinal')) { $above } else { "$above/" }
    [string]::Equals($directory, $above) -or $directory.StartsWith($start, 'Ordinal')
}

# `(name) ` as `activate` has it.
function Get-Prefix {
    if ($script:hidesPrefix -or (Read-Environment 'PYGUARD_ACTIVE').Length -eq 0 -or
        (Read-Environment 'VIRTUAL_ENV_DISABLE_PROMPT').Length -gt 0) { return '' }
    '(' + (Read-Environment 'VIRTUAL_ENV_PROMPT') + ') '
}

# A wrapped prompt hides its `>` from PSReadLine, which turns it red at a syntax error; in the stock prompt we know it.
function Show-PromptText {
    $stock = '"PS $($executionContext.SessionState.Path.CurrentLocation)$(''>'' * ($nestedPromptLevel + 1)) "'
    $reader = 'Microsoft.PowerShell.PSConsoleReadLine' -as [type]
    if ($null -eq $reader -or -not ([string]$script:userPrompt).TrimStart().StartsWith($stock, 'Ordinal')) { return }
    $options = $reader::GetOptions()
    if ([string]::IsNullOrEmpty([string]$options.PromptText)) { $options.PromptText = [string[]]'> ' }
}

. "$PSScriptRoot/reach.ps1"
. "$PSScriptRoot/ask.ps1"
. "$PSScriptRoot/enter.ps1"
. "$PSScriptRoot/guard.ps1"
if (-not (Find-Runtime)) { throw 'not ours' }
$notes = "$runtime/note.$PID"
if ([IO.File]::Exists($notes)) { [IO.File]::Delete($notes) }
Show-PromptText
Set-Command
$onLocation = [EventHandler[Management.Automation.LocationChangedEventArgs]] { Invoke-LocationHook }
$invoke = $ExecutionContext.SessionState.InvokeCommand
$invoke.LocationChangedAction = [Delegate]::Combine($invoke.LocationChangedAction, $onLocation)
Export-ModuleMember
